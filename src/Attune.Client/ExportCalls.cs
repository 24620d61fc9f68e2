using System.Text.Json;
using Attune.Client.Wire;

namespace Attune.Client;

/// <summary>What an answer with a training set looks like, and how it is taken.</summary>
public static class ExportCalls
{
    /// <summary>The media type of Parquet.</summary>
    public const string MediaType = "application/vnd.apache.parquet";

    /// <summary>The header with the <see cref="ExportSummary"/>.</summary>
    public const string SummaryHeader = "Attune-Export";

    const int Piece = 1 << 16;

    /// <summary>Copies the file of an answer.</summary>
    /// <param name="answer">A good answer whose body has not been read.</param>
    /// <param name="into">Where to.</param>
    /// <param name="progress">Told the share of the file that is there, 0 to 1.</param>
    /// <param name="cancellation">Ends it in the middle.</param>
    /// <exception cref="JsonException">The answer has no summary.</exception>
    internal static async Task<ExportSummary> TakeAsync(HttpResponseMessage answer, Stream into, IProgress<double>? progress, CancellationToken cancellation)
    {
        var text = answer.Headers.TryGetValues(SummaryHeader, out var values) ? values.First() : throw new JsonException($"The answer has no header {SummaryHeader}.");
        var summary = JsonSerializer.Deserialize(text, WireJson.Default.ExportSummary) ?? throw new JsonException($"The header {SummaryHeader} is null.");
        await using var body = await answer.Content.ReadAsStreamAsync(cancellation);
        var (buffer, taken, all) = (new byte[Piece], 0L, answer.Content.Headers.ContentLength ?? long.MaxValue);
        for (int read; (read = await body.ReadAsync(buffer, cancellation)) > 0;)
        {
            await into.WriteAsync(buffer.AsMemory(0, read), cancellation);
            taken += read;
            progress?.Report(taken / (double)all);
        }

        return summary;
    }
}
