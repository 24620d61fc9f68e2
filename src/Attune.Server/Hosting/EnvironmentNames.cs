using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Attune.Server.Hosting;

/// <summary>Environment variables named in settings, as <c>"password": "${REDIS_PASSWORD}"</c>: so that secrets need not stand in a file.</summary>
static partial class EnvironmentNames
{
    /// <summary>Puts the variables' values into every text below a node.</summary>
    /// <param name="node">An object or an array; null for nothing.</param>
    /// <param name="read">The value of a variable; null where it is not set.</param>
    /// <exception cref="ServerOptionsException">A variable is not set; the message names it and where it is named.</exception>
    public static void Fill(JsonNode? node, Func<string, string?> read)
    {
        switch (node)
        {
            case JsonObject named:
                foreach (var (name, value) in named.ToList())
                {
                    Fill(value, read, filled => named[name] = filled);
                }

                break;
            case JsonArray listed:
                for (var at = 0; at < listed.Count; at++)
                {
                    var place = at;
                    Fill(listed[at], read, filled => listed[place] = filled);
                }

                break;
        }
    }

    static void Fill(JsonNode? value, Func<string, string?> read, Action<string> put)
    {
        if (value is JsonValue text && text.TryGetValue<string>(out var written))
        {
            var filled = Named().Replace(written, found => read(found.Groups[1].Value)
                ?? throw new ServerOptionsException($"{value.GetPath()} names the environment variable {found.Groups[1].Value}, which is not set."));
            if (filled != written)
            {
                put(filled);
            }
        }
        else
        {
            Fill(value, read);
        }
    }

    [GeneratedRegex(@"\$\{([A-Za-z_][A-Za-z0-9_]*)\}")]
    internal static partial Regex Named();
}
