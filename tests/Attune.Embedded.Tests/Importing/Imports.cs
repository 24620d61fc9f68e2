using Attune.Embedded.Importing;

namespace Attune.Embedded.Tests.Importing;

static class Imports
{
    /// <summary>All chunks of an import as one, each checked on the way.</summary>
    public static async Task<ImportChunk> ReadAllAsync(ImportSettings settings, CancellationToken cancellation)
    {
        await using var source = await ImportSource.OpenAsync(settings, TimeProvider.System, cancellation);
        var all = new ImportChunk([], [], [], [], new Dictionary<string, long>(), 0, source.RowsTotal);
        await foreach (var chunk in source.ReadAsync(cancellation))
        {
            Assert.InRange(chunk.Events.Count, 0, settings.ChunkRows);
            Assert.True(chunk.RowsRead >= all.RowsRead);
            all = new ImportChunk(
                [.. all.Items, .. chunk.Items],
                [.. all.Users, .. chunk.Users],
                [.. all.Events, .. chunk.Events],
                [.. all.Refusals, .. chunk.Refusals],
                all.LeftOut.Concat(chunk.LeftOut).GroupBy(pair => pair.Key).ToDictionary(group => group.Key, group => group.Sum(pair => pair.Value)),
                chunk.RowsRead,
                chunk.RowsTotal);
        }

        return all;
    }
}
