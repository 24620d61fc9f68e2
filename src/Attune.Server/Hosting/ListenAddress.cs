using System.Net;

namespace Attune.Server.Hosting;

/// <summary>Reads the address to listen on.</summary>
static class ListenAddress
{
    /// <summary>The IP address a setting names.</summary>
    /// <exception cref="ServerOptionsException">It names none.</exception>
    public static IPAddress Parse(string host) => host switch
    {
        "localhost" => IPAddress.Loopback,
        "*" => IPAddress.IPv6Any,
        _ => IPAddress.TryParse(host, out var address)
            ? address
            : throw new ServerOptionsException($"host is '{host}'; it must be an IP address, localhost, or * for all addresses."),
    };

    /// <summary>Refuses an address that others can reach, where nobody would need a key.</summary>
    /// <exception cref="ServerOptionsException">The address is not a loopback and there are no keys.</exception>
    public static void RefuseOpenDoor(string host, bool anyKeys)
    {
        if (!anyKeys && !IPAddress.IsLoopback(Parse(host)))
        {
            throw new ServerOptionsException(
                $"The server has no API keys, so it listens on loopback only, not on {host}. "
                + "Make a key first (attune keys create --scope admin), or listen on 127.0.0.1.");
        }
    }
}
