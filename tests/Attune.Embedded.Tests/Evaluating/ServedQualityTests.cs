using System.Text.Json;
using Attune.Embedded.DuckDb;
using Attune.Embedded.History;
using Attune.Embedded.Importing;
using Attune.Embedded.Tests.Importing;
using Attune.Evaluating;
using Attune.Events;
using Attune.Operating.Jobs;
using Attune.Training;

namespace Attune.Embedded.Tests.Evaluating;

/// <summary>What a training with the default settings is worth on public data, where that is on the machine.</summary>
public sealed class ServedQualityTests
{
    [Fact]
    public async Task On_MovieLens_100k_what_is_trained_beats_what_is_merely_popular()
    {
        var cancellation = TestContext.Current.CancellationToken;
        var all = await Imports.ReadAllAsync(
            new ImportSettings { Paths = [PresetTests.DataSet("ml-100k")], Preset = "ml-100k", ChunkRows = 10_000 }, cancellation);
        using var folder = new TemporaryFolder();
        await using var history = await DuckDbHistory.OpenAsync(Path.Combine(folder.Path, "history.duckdb"), new DuckDbSettings(), cancellation);
        var offset = 0L;
        foreach (var events in all.Events.Chunk(10_000))
        {
            await history.AppendAsync([new EventBatch(0, offset, events[^1].Time, events)], cancellation);
            offset += events.Length;
        }

        var evaluation = new HistoryEvaluation(history, new EventWeights(), new TrainingSettings(), TimeProvider.System);
        await using var jobs = new JobBoard(TimeProvider.System);

        var job = await jobs.Start(HistoryEvaluation.Kind, evaluation.RunAsync).Completion;

        Assert.Equal(JobState.Done, job.State);
        using var report = JsonDocument.Parse(job.Result!);
        var ndcg = report.RootElement.GetProperty("models").EnumerateArray().ToDictionary(
            row => row.GetProperty("model").GetString()!, row => row.GetProperty("ndcg@20").GetProperty("mean").GetDouble());
        Assert.True(ndcg["item-to-item"] > 1.15 * ndcg["popular"], job.Outcome);
        Assert.True(ndcg["ials"] > 1.4 * ndcg["popular"], job.Outcome);
        Assert.True(ndcg["ials"] > ndcg["popular-decayed"], job.Outcome);
    }
}
