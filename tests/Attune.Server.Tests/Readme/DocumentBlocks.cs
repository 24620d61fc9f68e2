using System.Runtime.CompilerServices;

namespace Attune.Server.Tests.Readme;

/// <summary>The blocks of shell in the documents, each with the JSON that the document shows after it.</summary>
static class DocumentBlocks
{
    /// <summary>A block.</summary>
    /// <param name="Where">File and line, for people.</param>
    /// <param name="Script">Its lines.</param>
    /// <param name="Answer">The JSON block that follows before the next heading or block of shell; null where there is none.</param>
    public sealed record Block(string Where, string Script, string? Answer);

    public static string Root([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "../../.."));

    public static IReadOnlyList<Block> All()
    {
        var files = Directory.GetFiles(Root(), "*.md").Concat(Directory.GetFiles(Path.Combine(Root(), "docs"), "*.md"));
        return [.. files.Order(StringComparer.Ordinal).SelectMany(Of)];
    }

    static List<Block> Of(string file)
    {
        var blocks = new List<Block>();
        var lines = File.ReadAllLines(file);
        for (var line = 0; line < lines.Length; line++)
        {
            if (lines[line].StartsWith('#'))
            {
                blocks.Add(new("", "", null));
            }
            else if (lines[line].StartsWith("```", StringComparison.Ordinal))
            {
                var end = Array.FindIndex(lines, line + 1, text => text == "```");
                var text = string.Join('\n', lines[(line + 1)..end]);
                if (lines[line] == "```sh")
                {
                    blocks.Add(new($"{Path.GetFileName(file)}:{line + 1}", text, null));
                }
                else if (lines[line] == "```json" && blocks.Count > 0 && blocks[^1].Script.Length > 0)
                {
                    blocks[^1] = blocks[^1] with { Answer = text };
                }

                line = end;
            }
        }

        return blocks.FindAll(block => block.Script.Length > 0);
    }
}
