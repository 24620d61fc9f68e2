using System.CommandLine;
using System.Globalization;
using System.Text.Json;

namespace Attune.Server.Commands;

/// <summary>A scenario as somebody wrote it into a file: sent as it is, so that the server can say what in it is not known.</summary>
static class ScenarioFile
{
    /// <summary>Which file.</summary>
    public static Argument<string> Argument() => new("file") { Description = "A JSON file as scenarios show writes it; - for standard input." };

    /// <summary>What it holds.</summary>
    /// <exception cref="UsageException">It is no JSON; the message says where.</exception>
    public static async Task<JsonElement> ReadAsync(string file, CancellationToken cancellation)
    {
        await using var stream = file == "-" ? Console.OpenStandardInput() : File.OpenRead(file);
        try
        {
            using var document = await JsonDocument.ParseAsync(stream, default, cancellation);
            return document.RootElement.Clone();
        }
        catch (JsonException wrong)
        {
            var place = string.Create(CultureInfo.InvariantCulture, $"line {wrong.LineNumber + 1}, byte {wrong.BytePositionInLine + 1}");
            throw new UsageException($"{file} is no JSON at {place}: {wrong.Message.Split(" LineNumber", 2)[0]}");
        }
    }
}
