using System.Text.RegularExpressions;

namespace Attune.Server.Tests.Reference;

/// <summary>A request of docs/examples.http.</summary>
/// <param name="Title">What stands after ###: a sentence for the reader.</param>
/// <param name="Name">What later requests call its answer; null where none does.</param>
/// <param name="Method">The method.</param>
/// <param name="Target">Path and query, with the places of earlier answers in double braces.</param>
/// <param name="Headers">Name and value of each.</param>
/// <param name="Body">The body as it is written; null where there is none.</param>
sealed partial record Example(
    string Title, string? Name, string Method, string Target, IReadOnlyList<(string Name, string Value)> Headers, string? Body)
{
    const string Server = "{{attune}}";

    public static IReadOnlyList<Example> Read(string file)
    {
        var parts = File.ReadAllText(file).Split("\n### ")[1..];
        return [.. parts.Select(Of)];
    }

    /// <summary>A text with what stands in double braces replaced.</summary>
    /// <param name="text">The text.</param>
    /// <param name="value">The value of a name and a path into its answer, as <c>told</c> and <c>$.token</c>.</param>
    public static string Fill(string text, Func<string, string, string> value) =>
        Place().Replace(text, place => value(place.Groups[1].Value, place.Groups[2].Value));

    static Example Of(string part)
    {
        var (head, body) = part.Trim().Split("\n\n", 2) is [var first, var rest] ? (first, rest) : (part.Trim(), null);
        var lines = head.Split('\n');
        var name = lines.FirstOrDefault(line => line.StartsWith("# @name ", StringComparison.Ordinal))?["# @name ".Length..];
        var request = lines.Skip(1).SkipWhile(line => line.StartsWith('#')).ToList();
        var (method, address) = request[0].Split(' ', 2) is [var verb, var where] ? (verb, where) : throw new FormatException($"'{request[0]}' is no request.");
        var headers = request.Skip(1).Select(line => line.Split(": ", 2)).Select(pair => (pair[0], pair[1]));
        return new(lines[0], name, method, address.Replace(Server, "", StringComparison.Ordinal), [.. headers], body);
    }

    [GeneratedRegex(@"\{\{(\w+)\.response\.body\.([^}]+)\}\}")]
    private static partial Regex Place();
}
