using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Attune.Server.Tests.Reference.Library;

/// <summary>Comments as Markdown.</summary>
/// <param name="refer">What stands for a name as <c>T:Attune.Events.Ingest</c>, a link or code.</param>
sealed partial class Prose(Func<string, string> refer)
{
    /// <summary>In one line; of what has paragraphs, all after one another.</summary>
    public string Line(XElement said)
    {
        var text = new StringBuilder();
        foreach (var node in said.Nodes())
        {
            text.Append(node switch
            {
                XText plain => Escaped(plain.Value),
                XElement part => Inline(part),
                _ => "",
            });
        }

        return Space().Replace(text.ToString(), " ").Trim();
    }

    /// <summary>With paragraphs and blocks of code of its own.</summary>
    public IEnumerable<string> Blocks(XElement said)
    {
        var line = new XElement("line");
        foreach (var node in said.Nodes())
        {
            if (node is not XElement { Name.LocalName: "para" or "code" or "list" } block)
            {
                line.Add(node);
                continue;
            }

            foreach (var before in Taken(ref line))
            {
                yield return before;
            }

            foreach (var part in block.Name.LocalName switch
            {
                "para" => Blocks(block),
                "code" => [$"```text\n{Unindented(block.Value)}\n```"],
                _ => [string.Join('\n', block.Elements("item").Select(item => $"- {Line(item)}"))],
            })
            {
                yield return part;
            }
        }

        foreach (var last in Taken(ref line))
        {
            yield return last;
        }
    }

    string[] Taken(ref XElement line)
    {
        var text = Line(line);
        line = new XElement("line");
        return text.Length == 0 ? [] : [text];
    }

    string Inline(XElement part) => part.Name.LocalName switch
    {
        "c" => Code(part.Value),
        "code" => Code(part.Value),
        "b" => $"**{Line(part)}**",
        "i" or "em" => $"*{Line(part)}*",
        "paramref" or "typeparamref" => Code((string)part.Attribute("name")!),
        "see" or "seealso" when part.Attribute("cref") is { } named => refer(named.Value),
        "see" when part.Attribute("langword") is { } word => Code(word.Value),
        "see" when part.Attribute("href") is { } address => $"[{(part.Value.Length > 0 ? Escaped(part.Value) : address.Value)}]({address.Value})",
        _ => $" {Line(part)} ",
    };

    static string Code(string text) => text.Contains('`', StringComparison.Ordinal) ? $"`` {Space().Replace(text, " ")} ``" : $"`{Space().Replace(text, " ").Trim()}`";

    static string Escaped(string text) => Special().Replace(text, @"\$0");

    static string Unindented(string code)
    {
        var lines = code.Split('\n').SkipWhile(string.IsNullOrWhiteSpace).Reverse().SkipWhile(string.IsNullOrWhiteSpace).Reverse().Select(line => line.TrimEnd()).ToList();
        var indent = lines.Where(line => line.Length > 0).Select(line => line.Length - line.TrimStart().Length).DefaultIfEmpty(0).Min();
        return string.Join('\n', lines.Select(line => line.Length == 0 ? line : line[indent..]));
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();

    [GeneratedRegex(@"[<>*\[\]`|\\]")]
    private static partial Regex Special();
}
