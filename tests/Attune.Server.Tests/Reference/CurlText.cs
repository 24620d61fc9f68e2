using System.Text;
using System.Text.RegularExpressions;

namespace Attune.Server.Tests.Reference;

/// <summary>A request as one types it: what an earlier answer said stands in capitals.</summary>
static partial class CurlText
{
    const string Server = "http://127.0.0.1:8080";

    public static string Of(Example example)
    {
        var (path, query) = example.Target.Split('?', 2) is [var before, var after] ? (before, after) : (example.Target, "");
        var text = new StringBuilder("curl ");
        if (example.Method is not "GET" && (example.Method != "POST" || example.Body is null))
        {
            text.Append("-X ").Append(example.Method).Append(' ');
        }

        var isCoded = query.Contains('%', StringComparison.Ordinal);
        text.Append(isCoded ? "--get " : "").Append('\'').Append(Server).Append(path).Append(query.Length == 0 || isCoded ? "" : "?" + query).Append('\'');
        foreach (var pair in isCoded ? query.Split('&') : [])
        {
            text.Append(" \\\n  ").Append(pair.Contains('%', StringComparison.Ordinal) ? "--data-urlencode '" : "-d '").Append(Uri.UnescapeDataString(pair)).Append('\'');
        }

        foreach (var (name, value) in example.Headers)
        {
            text.Append($" \\\n  -H '{name}: {value}'");
        }

        if (example.Body is { } body)
        {
            text.Append(" \\\n  -d '").Append(body.Replace("'", "'\\''", StringComparison.Ordinal)).Append('\'');
        }

        return Example.Fill(text.ToString(), (_, place) => InCapitals(place[(place.LastIndexOf('.') + 1)..]));
    }

    static string InCapitals(string name) => Capital().Replace(name, "_$0").ToUpperInvariant();

    [GeneratedRegex("[A-Z]")]
    private static partial Regex Capital();
}
