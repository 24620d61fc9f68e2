using Attune.Catalog;
using Attune.Events;
using Attune.Generations;
using Attune.History;
using Attune.Learning.Parallelism;
using Attune.Operating;

namespace Attune.Training;

/// <summary>Makes generations: reads the history, trains, judges against the one in service, and publishes what is no worse.</summary>
/// <remarks>
/// <para><b>Steps.</b> Read the history; cut it in time and train on the earlier part; ask popularity, item-to-item, iALS and
/// the generation in service for what came after; <see cref="Gate"/>; train on everything with the same settings; publish,
/// swap, let go of the oldest.</para>
/// <para><b>Repeats.</b> Nothing in the models depends on the clock, on the threads or on the order of reading: ages count
/// from the latest event. Same log, same settings, and the same generation to go on from where there is one: same bytes.</para>
/// <para><b>Cancellation</b> leaves nothing behind. One training at a time: that is the job board's business.</para>
/// </remarks>
public sealed class Trainer
{
    readonly IHistory _history;
    readonly GenerationShelf _shelf;
    readonly EventWeights _weights;
    readonly TimeProvider _clock;
    readonly TrainingPlans? _plans;
    readonly ItemCatalog? _catalog;

    /// <summary>A trainer.</summary>
    /// <param name="history">What is trained on.</param>
    /// <param name="shelf">Where generations are published.</param>
    /// <param name="weights">What an event of each type says.</param>
    /// <param name="settings">How; validated here.</param>
    /// <param name="clock">Says when training ended and how long it took; the models do not see it.</param>
    /// <param name="plans">Where the plan to follow is read; null where there is none to follow.</param>
    /// <param name="catalog">What items are, so that new ones can be placed by it; null where nothing is known of items.</param>
    public Trainer(
        IHistory history,
        GenerationShelf shelf,
        EventWeights weights,
        TrainingSettings settings,
        TimeProvider clock,
        TrainingPlans? plans = null,
        ItemCatalog? catalog = null)
    {
        SettingFaults.Refuse(settings.Faults());
        (_history, _shelf, _weights, Settings, _clock, _plans, _catalog) = (history, shelf, weights, settings, clock, plans, catalog);
    }

    /// <summary>How it trains.</summary>
    public TrainingSettings Settings { get; }

    /// <summary>Where it publishes.</summary>
    public GenerationShelf Shelf => _shelf;

    /// <summary>Trains once. Too little to train on is an outcome, told in the report.</summary>
    /// <param name="progress">Told how far it is; may be null.</param>
    /// <param name="cancellation">Ends it; nothing is published then.</param>
    /// <param name="inAnyCase">
    /// True where what is in service must not stay there, as after an erasure: it starts from nothing and is published even if it is worse.
    /// </param>
    public async Task<TrainingReport> RunAsync(IProgress<TrainingProgress>? progress, CancellationToken cancellation, bool inAnyCase = false)
    {
        using var span = AttuneTelemetry.Traces.StartActivity("train");
        try
        {
            var report = await TrainAsync(progress, inAnyCase, cancellation);
            Count(report.Published is null ? "kept" : "published");
            return report;
        }
        catch (OperationCanceledException)
        {
            Count("cancelled");
            throw;
        }
        catch
        {
            Count("failed");
            throw;
        }
    }

    async Task<TrainingReport> TrainAsync(IProgress<TrainingProgress>? progress, bool inAnyCase, CancellationToken cancellation)
    {
        var began = _clock.GetTimestamp();
        progress?.Report(new TrainingProgress(0, "reading"));
        var share = await TrainingSample.ShareAsync(_history, Settings.MemoryBytes, cancellation);
        var columns = await _history.ReadInteractionsAsync(new InteractionQuery { UserShare = share }, cancellation);

        var plan = _plans is null ? null : await _plans.ReadAsync(cancellation);
        var recipe = ModelRecipe.Of(Settings, plan);
        var data = await ComputeAsync(() => TrainingData.From(columns, new EventStrengths(_weights, Settings.HalfLifeScale)));
        var report = NewReport(data) with { UserShare = share };
        if (TooLittle(data) is { } why)
        {
            return report with { Verdict = why + TrainingSample.Sentence(share), Took = _clock.GetElapsedTime(began) };
        }

        using var lease = _shelf.Holder.Acquire();
        var served = lease?.Generation;
        var lineage = Lineage.Of(inAnyCase ? null : served, data, recipe, Settings);
        var judgement = new Judgement(data, Settings, recipe, lineage);
        var (decision, rows, questions) = await ComputeAsync(() => judgement.Of(served, progress, cancellation));
        report = report with { Verdict = decision.Sentence + TrainingSample.Sentence(share), Backtest = rows, Questions = questions };
        if (decision.Publish || inAnyCase)
        {
            var draft = new GenerationDraft(data, recipe, lineage, plan?.Weights ?? new Dictionary<string, double>());
            var published = await PublishAsync(draft, report, began, progress, cancellation);
            report = report with { Published = published };
        }

        return report with { Took = _clock.GetElapsedTime(began) };
    }

    // Computes for minutes: beside the pool, and behind whoever asks for an answer.
    static Task<T> ComputeAsync<T>(Func<T> work) => BackgroundThreads.RunAsync("attune training", work);

    async Task<GenerationManifest> PublishAsync(
        GenerationDraft draft, TrainingReport report, long began, IProgress<TrainingProgress>? progress, CancellationToken cancellation)
    {
        var stage = new StageProgress(progress, "training on everything", 0.6, 0.97);
        var contents = await ComputeAsync(() => draft.Train(_catalog, stage, cancellation));
        progress?.Report(new TrainingProgress(0.97, "publishing"));
        var manifest = draft.Manifest(report, Settings.CutOff, EventTime.Now(_clock), _clock.GetElapsedTime(began));
        return await _shelf.PublishAsync(contents, manifest, Settings.Keep, cancellation);
    }

    string? TooLittle(TrainingData data)
    {
        var telling = data.Telling;
        return telling < Settings.FewestEvents
            ? $"Nothing was published: there are {telling} events that say what somebody takes up, and {Settings.FewestEvents} are the fewest."
            : data.UserIds.Length < 2 ? "Nothing was published: all events are one user's, and there is nobody to learn from for others."
            : data.ItemIds.Length < 2 ? "Nothing was published: all events are of one item, and there is nothing to choose from."
            : null;
    }

    TrainingReport NewReport(TrainingData data) => new()
    {
        Verdict = "",
        Interactions = data.Count,
        Users = data.UserIds.Length,
        Items = data.ItemIds.Length,
        Log = data.Archived,
        Took = TimeSpan.Zero,
        RecentUsers = data.MostRecentUsers(Settings.PrecomputedUsers),
    };

    static void Count(string outcome) => AttuneTelemetry.Trainings.Add(1, new KeyValuePair<string, object?>("outcome", outcome));
}
