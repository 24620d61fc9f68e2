using System.Diagnostics;
using System.Globalization;
using Attune.Embedded.DuckDb;
using Attune.Embedded.History;
using Attune.Embedded.Importing;
using Attune.Embedded.Tests.Importing;
using Attune.Embedded.Tests.Truth;
using Attune.Events;
using Attune.History;
using Attune.Learning.Evaluation;
using Attune.Simulating;
using Attune.Training;
using Attune.Training.Slots;

namespace Attune.Embedded.Tests.Evaluating;

/// <summary>
/// What going on from a former model is worth: iALS is trained on the earliest 99 % of what lies before a cut in time, goes on
/// with the last 1 %, and is asked for what came after the cut beside a training from scratch (ADR 0014).
/// </summary>
public sealed class WarmStartQualityTests(ITestOutputHelper output)
{
    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task After_1_percent_new_events_of_the_simulator_going_on_is_as_good_as_from_scratch()
    {
        var shop = new ShopSimulator(new ShopSettings(), TruthEngine.Start);
        await CompareAsync([.. shop.History()]);
    }

    [Fact]
    public async Task After_1_percent_new_events_of_Online_Retail_going_on_is_as_good_as_from_scratch()
    {
        Assert.SkipUnless(Environment.GetEnvironmentVariable("ATTUNE_TEST_FULL") == "1", "One of the long runs.");
        var all = await Imports.ReadAllAsync(
            new ImportSettings { Paths = [PresetTests.DataSet("online-retail")], Preset = "online-retail", ChunkRows = 10_000 }, Cancellation);
        await CompareAsync(all.Events);
    }

    async Task CompareAsync(IReadOnlyList<UserEvent> events)
    {
        using var folder = new TemporaryFolder();
        await using var history = await DuckDbHistory.OpenAsync(Path.Combine(folder.Path, "history.duckdb"), new DuckDbSettings(), Cancellation);
        var offset = 0L;
        foreach (var batch in events.Chunk(10_000))
        {
            await history.AppendAsync([new EventBatch(0, offset, batch[^1].Time, batch)], Cancellation);
            offset += batch.Length;
        }

        var settings = new TrainingSettings { Threads = 1 };
        var columns = await history.ReadInteractionsAsync(new InteractionQuery(), Cancellation);
        var data = TrainingData.From(columns, new EventStrengths(new EventWeights(), settings.HalfLifeScale));
        var backtest = Backtest.OfLatest(data, settings);
        var recipe = ModelRecipe.Of(settings, plan: null);
        var earlier = (int)(0.99 * backtest.Trained);
        var former = new TrainingPart(data, earlier, data.Unfaded().Time.Span[earlier - 1]);
        var start = Known(new IalsTrainer().Train(former, recipe, default, null, Cancellation).Items);

        var cold = Ndcg(backtest, recipe, default);
        var warm = Ndcg(backtest, recipe, start);
        var unchanged = Ndcg(backtest, former, recipe);
        var now = new TrainingPart(data, backtest.Trained, backtest.Instant);
        var (warmTook, coldTook) = (Took(now, recipe, start), Took(now, recipe, default));

        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{backtest.Trained} events, {backtest.Trained - earlier} of them new, {backtest.Questions} users asked: NDCG@20 {warm.Mean:0.0000} going on ({warm.Low:0.0000} to {warm.High:0.0000}), {cold.Mean:0.0000} from scratch, {unchanged.Mean:0.0000} with the former model; {warmTook.TotalSeconds:0.000} s of a processor against {coldTook.TotalSeconds:0.000}, {warmTook / coldTook:p0}"));
        Assert.InRange(warm.Mean, 0.97 * cold.Mean, 1.1 * cold.Mean);
    }

    static Estimate Ndcg(Backtest backtest, ModelRecipe recipe, ReadOnlyMemory<float> start)
    {
        var models = backtest.Train(recipe, start, Progress, Cancellation);
        return backtest.Ask([models.Scorers()[2]], Progress, Cancellation)[0].Ndcg;
    }

    // What not training at all would have given.
    static Estimate Ndcg(Backtest backtest, TrainingPart former, ModelRecipe recipe) =>
        backtest.Ask([TrainedModels.Train(former, recipe, default, Progress, Cancellation).Scorers()[2]], Progress, Cancellation)[0].Ndcg;

    static StageProgress Progress => new(null, "", 0, 1);

    // Best of three, on one thread; the matrix is made before.
    static TimeSpan Took(TrainingPart part, ModelRecipe recipe, ReadOnlyMemory<float> start)
    {
        var best = TimeSpan.MaxValue;
        part.Matrix(null);
        for (var n = 0; n < 3; n++)
        {
            using var process = Process.GetCurrentProcess();
            var began = process.TotalProcessorTime;
            new IalsTrainer().Train(part, recipe, start, null, Cancellation);
            process.Refresh();
            var took = process.TotalProcessorTime - began;
            best = took < best ? took : best;
        }

        return best;
    }

    // An item that was not there yet has the vector 0: it begins anew.
    static float[] Known(Learning.Factors.ItemFactors former)
    {
        var vectors = former.Values.ToArray();
        for (var item = 0; item < former.Items; item++)
        {
            if (!former.Of(item).ContainsAnyExcept(0f))
            {
                vectors.AsSpan(item * former.Factors, former.Factors).Fill(float.NaN);
            }
        }

        return vectors;
    }
}
