using System.Globalization;

namespace Attune.Client;

/// <summary>The query of an address.</summary>
static class QueryText
{
    /// <summary>With a question mark before it; empty where every value is null.</summary>
    public static string Of(params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        var query = new System.Text.StringBuilder();
        foreach (var (name, value) in parameters)
        {
            if (value is not null)
            {
                var text = Convert.ToString(value, CultureInfo.InvariantCulture)!;
                query.Append(query.Length == 0 ? '?' : '&').Append(name).Append('=').Append(Uri.EscapeDataString(text));
            }
        }

        return query.ToString();
    }
}
