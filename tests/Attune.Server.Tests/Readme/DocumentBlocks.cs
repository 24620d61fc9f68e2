using System.Runtime.CompilerServices;

namespace Attune.Server.Tests.Readme;

/// <summary>The blocks of shell in the documents, each with what the document shows after it.</summary>
static class DocumentBlocks
{
    /// <summary>A block.</summary>
    /// <param name="Page">The file, as <c>docs/cluster.md</c>.</param>
    /// <param name="Line">Where it begins there.</param>
    /// <param name="Script">Its lines.</param>
    /// <param name="Answer">The JSON block that follows before the next heading or block of shell; null where there is none.</param>
    /// <param name="Printed">The lines of the block of text that follows, each of which is printed but for its numbers; empty where there is none.</param>
    public sealed record Block(string Page, int Line, string Script, string? Answer, IReadOnlyList<string> Printed)
    {
        /// <summary>File and line, for people.</summary>
        public string Where => $"{Page}:{Line}";
    }

    public static string Root([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "../../.."));

    public static IReadOnlyList<Block> All()
    {
        var files = Directory.GetFiles(Root(), "*.md").Concat(Directory.GetFiles(Path.Combine(Root(), "docs"), "*.md"));
        return [.. files.Select(file => Path.GetRelativePath(Root(), file)).Order(StringComparer.Ordinal).SelectMany(Of)];
    }

    /// <summary>The blocks of one page.</summary>
    public static IReadOnlyList<Block> Of(string page)
    {
        var blocks = new List<Block>();
        var lines = File.ReadAllLines(Path.Combine(Root(), page));
        for (var line = 0; line < lines.Length; line++)
        {
            if (lines[line].StartsWith('#'))
            {
                blocks.Add(new("", 0, "", null, []));
            }
            else if (lines[line].StartsWith("```", StringComparison.Ordinal))
            {
                var end = Array.FindIndex(lines, line + 1, text => text == "```");
                var text = lines[(line + 1)..end];
                if (lines[line] == "```sh")
                {
                    blocks.Add(new(page, line + 1, string.Join('\n', text), null, []));
                }
                else if (blocks.Count > 0 && blocks[^1].Script.Length > 0)
                {
                    blocks[^1] = lines[line] switch
                    {
                        "```json" => blocks[^1] with { Answer = string.Join('\n', text) },
                        "```text" => blocks[^1] with { Printed = [.. text.Where(shown => shown.Trim() is not ("" or "…"))] },
                        _ => blocks[^1],
                    };
                }

                line = end;
            }
        }

        return blocks.FindAll(block => block.Script.Length > 0);
    }
}
