using System.Globalization;

namespace Attune.Cluster.Redis;

/// <summary>A server's address.</summary>
readonly record struct RedisEndpoint(string Host, int Port)
{
    /// <summary>Reads <c>host:port</c>; an IPv6 address may stand in brackets.</summary>
    public static bool TryParse(string text, out RedisEndpoint endpoint)
    {
        endpoint = default;
        var colon = text.LastIndexOf(':');
        if (colon < 1 || !int.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port) || port is < 1 or > 65_535)
        {
            return false;
        }

        endpoint = new(text[..colon].Trim('[', ']'), port);
        return endpoint.Host.Length > 0;
    }

    public static RedisEndpoint Parse(string text) =>
        TryParse(text, out var endpoint) ? endpoint : throw new FormatException($"\"{text}\" is not host:port.");

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Host}:{Port}");
}
