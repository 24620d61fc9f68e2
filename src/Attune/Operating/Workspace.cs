using Attune.Catalog;
using Attune.Erasing;
using Attune.Evaluating;
using Attune.Events;
using Attune.Examining;
using Attune.Exporting;
using Attune.Featuring;
using Attune.Generations;
using Attune.History;
using Attune.Live;
using Attune.Merging;
using Attune.Operating.Jobs;
using Attune.Profiles;
using Attune.Recommending;
using Attune.Recommending.Answers;
using Attune.Recommending.Blocking;
using Attune.Recommending.Exploring;
using Attune.Recommending.Lists;
using Attune.Recommending.Lists.Audiences;
using Attune.Recommending.Scenarios;
using Attune.Recommending.Scenarios.Previewing;
using Attune.State;
using Attune.Training;
using Attune.Tuning;
using Microsoft.Extensions.Logging;

namespace Attune.Operating;

/// <summary>The engine of one tenant: everything between its four ports, put together and set going.</summary>
/// <remarks>
/// <para><b>The way of an event.</b> <see cref="Ingest"/> appends it to the log; <see cref="Live"/> folds it into profile and
/// overlay; <see cref="Archiver"/> carries it into the history; training reads it there and publishes to
/// <see cref="Shelf"/>; <see cref="Recommender"/> answers from all of them.</para>
/// <para><b>Ends</b> in the order that loses nothing: schedule and jobs, then the live path with a last checkpoint, the
/// archiver with a last flush, the ports.</para>
/// </remarks>
public sealed class Workspace : IAsyncDisposable
{
    // Who folds, answers or computes lists knows what the stream has taught.
    internal const NodeRoles FollowingRoles = NodeRoles.Live | NodeRoles.Train | NodeRoles.Recommend;

    static readonly TimeSpan LongestCatchUp = TimeSpan.FromSeconds(10);

    readonly WorkspacePorts _ports;
    readonly TimeProvider _clock;
    readonly TrainingRuns _trainings;
    readonly TrainingSchedule _schedule;
    readonly StandingDuty _checkpointing;
    readonly RankerShares _ranker;
    readonly HistoryEvaluation _evaluation;
    readonly HistoryTuning _tuning;
    readonly TuningSettings _tuningSettings;

    Workspace(string name, WorkspacePorts ports, EngineSettings settings, CatalogWatch watch, ItemCatalog catalog, UserDirectory users, Ingest ingest, TimeProvider clock, ILoggerFactory logs)
    {
        (Name, _ports, _clock, Watch, Catalog, Users, Ingest) = (name, ports, clock, watch, catalog, users, ingest);
        Roles = settings.Roles;
        _checkpointing = new StandingDuty(ports.Catalog, "checkpoint", clock, logs.CreateLogger<StandingDuty>());
        var standing = new LiveStanding { Folds = Roles.HasFlag(NodeRoles.Live), Checkpoints = () => _checkpointing.IsHeld, HasNumbered = catalog.HasNumberedAsync };
        Live = new LivePath(ports.Log, ports.State, catalog.OrdinalsAsync, settings.Live, clock, logs.CreateLogger<LivePath>(), standing);
        _ranker = new RankerShares(ports.Catalog, Live.Overlay, () => _checkpointing.IsHeld, clock, logs.CreateLogger<LivePath>());
        Archiver = new Archiver(
            ports.Log, ports.History, clock, settings.Archive, logs.CreateLogger<Archiver>(), archives: Roles.HasFlag(NodeRoles.Archive));
        Shelf = new GenerationShelf(ports.Catalog, new GenerationHolder(), catalog.OrdinalsAsync, logs.CreateLogger<GenerationShelf>());
        catalog.Users = users;
        Recommender = new Recommender(catalog, ports.State, Live, Shelf.Holder, settings.Recommend, clock);
        Recommender.Journal.Behind = ports.Answers;
        Exposure = new ExposureBook(ports.Catalog, catalog, Live.Overlay.Outcomes.Items, Recommender.Contract, clock);
        Scenarios = new ScenarioShelf(ports.Catalog, catalog, Recommender.Scenarios, clock) { HidesUnavailable = settings.Recommend.HideUnavailable };
        Previews = new ScenarioPreview(Recommender, Scenarios, Shelf.Holder, catalog, settings.Recommend.CategoryProperties);
        Lists = new ItemLists(Recommender, catalog, new UserLists(ports.State, ports.Catalog, catalog, Recommender, Shelf.Holder, settings, clock), settings);
        Features = new LiveFeatures(ports.State, Live, catalog, Shelf.Holder, settings.Live, clock);
        Answers = new PastAnswers(Recommender, catalog, Scenarios, Shelf, settings.Recommend);
        OtherGenerations = new OtherGenerations(Recommender, Shelf);
        Blocks = new UserBlocks(ports.Catalog, catalog, Recommender.Blocks);
        Jobs = new JobBoard(clock);
        Plans = new TrainingPlans(ports.Catalog);
        var history = new UnifiedHistory(ports.History, new Aliases(ports.State), catalog);
        var trainer = new Trainer(history, Shelf, settings.Live.Weights, settings.Training, clock, Plans, catalog);
        var ahead = new ListPrecomputation(ports.State, new ListsAhead(Recommender, catalog).ComputeAsync);
        SharedLists = new SharedLists(ports.Log, ports.Catalog, ahead, () => Shelf.Holder.Number, clock, logs.CreateLogger<TrainingRuns>());
        _trainings = new TrainingRuns(trainer, ahead, Jobs) { Before = ArchivedAsync, Duties = ports.Catalog, Shared = SharedLists };
        _evaluation = new HistoryEvaluation(history, settings.Live.Weights, settings.Training, clock, Plans);
        Tunings = new TuningReports(ports.Catalog);
        _tuning = new HistoryTuning(history, settings.Live.Weights, settings.Training, settings.Recommend, Plans, Tunings, clock);
        _tuningSettings = settings.Tuning;
        var profiles = new ProfileRemoval(ports, Live, catalog, logs.CreateLogger<UserErasures>());
        var removal = new UserRemoval(ports, Live, Archiver, catalog, profiles, Blocks, Recommender.Journal, clock);
        ErasedElsewhere = new ErasureFollowing(
            ports, (Roles & FollowingRoles) == 0 ? null : Live, catalog, profiles, Recommender.Journal, logs.CreateLogger<UserErasures>());
        Erasures = new UserErasures(
            ports, Live, Shelf, _trainings, removal, ErasedElsewhere, new HoldingsCount(ports, Blocks), Jobs, clock, logs.CreateLogger<UserErasures>());
        Export = new UserExport(ports, catalog, Blocks, Recommender.Journal, ArchivedAsync);
        TrainingSets = new TrainingSets(ports.History, settings.Live, ArchivedAsync);
        Merges = new UserMerges(ports, Live, users, Blocks, clock);
        // Where other nodes answer too, an id that is not known here says nothing.
        DataDoctor = new DataDoctor(ports.History, catalog, clock, ports.Answers is null ? null : new AnswerMatching(Answers).MatchAsync);
        _schedule = new TrainingSchedule(_trainings, () => Archiver.Archived, settings.Schedule, clock, logs.CreateLogger<TrainingSchedule>());
    }

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>What falls to this node.</summary>
    public NodeRoles Roles { get; }

    /// <summary>Takes events in.</summary>
    public Ingest Ingest { get; }

    /// <summary>Items and their properties.</summary>
    public ItemCatalog Catalog { get; }

    /// <summary>Users' properties.</summary>
    public UserDirectory Users { get; }

    /// <summary>Answers questions.</summary>
    public Recommender Recommender { get; }

    /// <summary>What new items are promised, and how it is kept.</summary>
    public ExposureBook Exposure { get; }

    /// <summary>The placements, and how their lists are made.</summary>
    public ScenarioShelf Scenarios { get; }

    /// <summary>Shows what a scenario would change before it is saved.</summary>
    public ScenarioPreview Previews { get; }

    /// <summary>Makes lists of other kinds.</summary>
    public ItemLists Lists { get; }

    /// <summary>What is known of users and items just now, in numbers.</summary>
    public LiveFeatures Features { get; }

    /// <summary>The answers given lately.</summary>
    public PastAnswers Answers { get; }

    /// <summary>Answers by generations that are kept and not in service.</summary>
    public OtherGenerations OtherGenerations { get; }

    /// <summary>Answers that could not be kept beyond memory; null where they are not to be.</summary>
    public long? AnswersDropped => _ports.Answers?.Dropped;

    /// <summary>What users never want to be shown.</summary>
    public UserBlocks Blocks { get; }

    /// <summary>Follows the log into profiles and overlay.</summary>
    public LivePath Live { get; }

    /// <summary>Carries the log into the history.</summary>
    public Archiver Archiver { get; }

    /// <summary>Behaviour in columns.</summary>
    public IHistory History => _ports.History;

    /// <summary>Profiles, overlay, lists.</summary>
    public IStateStore State => _ports.State;

    /// <summary>Keys and documents.</summary>
    public ICatalogStore Store => _ports.Catalog;

    /// <summary>Tells of what other nodes write to the catalog.</summary>
    public CatalogWatch Watch { get; }

    /// <summary>The generations kept, and the one in service.</summary>
    public GenerationShelf Shelf { get; }

    /// <summary>The plan trainings follow.</summary>
    public TrainingPlans Plans { get; }

    /// <summary>The report of the last tuning.</summary>
    public TuningReports Tunings { get; }

    /// <summary>Shows everything held of a user.</summary>
    public UserExport Export { get; }

    /// <summary>Writes the history as tables to learn from.</summary>
    public TrainingSets TrainingSets { get; }

    /// <summary>Makes two users one.</summary>
    public UserMerges Merges { get; }

    /// <summary>Looks at the data for what is wrong with it.</summary>
    public DataDoctor DataDoctor { get; }

    /// <summary>Users erased, and those being erased.</summary>
    public UserErasures Erasures { get; }

    /// <summary>Lists this node has computed ahead since it began; the nodes that train share them by partition.</summary>
    public long ListsComputed => SharedLists.Computed;

    /// <summary>Computes lists ahead, together with the other nodes that train.</summary>
    internal SharedLists SharedLists { get; }

    /// <summary>Ends when users can be found as after the start; at once where the first question is to find them.</summary>
    internal Task AudienceAtStart { get; set; } = Task.CompletedTask;

    /// <summary>Follows the erasures of other nodes.</summary>
    internal ErasureFollowing ErasedElsewhere { get; }

    /// <summary>Long work under way.</summary>
    public JobBoard Jobs { get; }

    /// <summary>The place of the oldest event the log still holds.</summary>
    public LogToken LogBegin =>
        LogToken.Of(Enumerable.Range(0, _ports.Log.Partitions).Select(partition => (partition, _ports.Log.FirstOffset(partition))));

    /// <summary>The place after the last durable event.</summary>
    public LogToken LogEnd =>
        LogToken.Of(Enumerable.Range(0, _ports.Log.Partitions).Select(partition => (partition, _ports.Log.EndOffset(partition))));

    /// <summary>True once answers know everything that was durable when this node began; at once where it answers nothing.</summary>
    public bool IsReady => (Roles & FollowingRoles) == 0 || Live.CaughtUp.IsCompletedSuccessfully;

    /// <summary>What stands still, and why; empty where nothing does.</summary>
    public IReadOnlyList<string> Faults =>
    [
        .. _ports.Log.Fault is { } log ? [$"The log: {log}"] : Array.Empty<string>(),
        .. Live.Fault is { } live ? [$"The live path: {live}"] : Array.Empty<string>(),
        .. Archiver.Fault is { } archive ? [$"The archive: {archive}"] : Array.Empty<string>(),
    ];

    /// <summary>Opens the engine over its ports, which are its own from then on, and sets everything going.</summary>
    public static async ValueTask<Workspace> OpenAsync(
        string name, WorkspacePorts ports, EngineSettings settings, TimeProvider clock, ILoggerFactory logs, CancellationToken cancellation)
    {
        CatalogWatch? watch = null;
        Workspace? workspace = null;
        try
        {
            // Before anything is read: what is written meanwhile is told afterwards.
            watch = await CatalogWatch.BeginAsync(ports.Catalog, clock, logs.CreateLogger<CatalogWatch>(), cancellation);

            // Side by side: both take seconds, one reading the log, the other the catalog.
            var rebuilding = Task.Run(() => WindowAsync(ports.Log, settings.DuplicateWindow, cancellation), cancellation);
            var opening = ItemCatalog.OpenAsync(ports.Catalog, clock, cancellation).AsTask();
            await Task.WhenAll(rebuilding, opening);
            var (window, catalog) = (await rebuilding, await opening);
            var users = await UserDirectory.OpenAsync(ports.Catalog, clock, cancellation);
            var ingest = new Ingest(ports.Log, window, clock, new EventIds(clock));
            workspace = new Workspace(name, ports, settings, watch, catalog, users, ingest, clock, logs);
            await workspace.Scenarios.RestoreAsync(cancellation);
            await workspace.Blocks.RestoreAsync(cancellation);
            await workspace.Shelf.RestoreAsync(cancellation);
            if (workspace.Roles.HasFlag(NodeRoles.Live))
            {
                await workspace._checkpointing.StartAsync();
            }

            var removals = await workspace.ErasedElsewhere.BeginAsync(cancellation);
            if ((workspace.Roles & FollowingRoles) != 0)
            {
                await workspace.Live.StartAsync(removals, cancellation);
            }

            await workspace.ErasedElsewhere.RefreshAsync(cancellation);
            var isShared = await ports.State.AppliedAsync(cancellation) is not null;
            if (isShared && (workspace.Roles & FollowingRoles) != 0)
            {
                await workspace._ranker.StartAsync(cancellation);
            }

            await workspace.Exposure.RestoreAsync(cancellation);
            WorkspaceFollowing.Start(watch, workspace, logs);
            await workspace.Archiver.StartAsync(cancellation);
            ports.Retention?.Invoke(workspace.Needless);
            if (workspace.Roles.HasFlag(NodeRoles.Train))
            {
                workspace.SharedLists.Start();
                workspace._schedule.Start();
            }

            await workspace.ResumeAsync(cancellation);
            if (workspace.Roles.HasFlag(NodeRoles.Recommend) && workspace.Shelf.Holder.Number > 0 && !isShared)
            {
                // Not of a store that nodes share: each of them would go through all of it at its start.
                workspace.AudienceAtStart = workspace.MakeAudienceAsync();
            }

            return workspace;
        }
        catch
        {
            if (workspace is not null)
            {
                await workspace.DisposeAsync();
                throw;
            }

            if (watch is not null)
            {
                await watch.DisposeAsync();
            }

            await ports.DisposeAsync();
            throw;
        }
    }

    // Where repeats are recognised on reading, the ids of this node's own time are enough: they spare the log what a sender tries again.
    static async Task<DuplicateWindow> WindowAsync(IEventLog log, int capacity, CancellationToken cancellation) =>
        log.RecognisesRepeats ? new DuplicateWindow(capacity) : await DuplicateWindow.RebuildAsync(log, capacity, cancellation);

    async Task MakeAudienceAsync()
    {
        try
        {
            await Live.CaughtUp;
            await Lists.Users.Refresh.Start();
        }
        catch (Exception)
        {
            // It ends before it has caught up, or the state is down: the first question tries again.
        }
    }

    // What a crash interrupted goes on where trainings run: erasing ends in one.
    ValueTask ResumeAsync(CancellationToken cancellation) =>
        Roles.HasFlag(NodeRoles.Train) ? Erasures.ResumeAsync(cancellation) : default;

    /// <summary>Starts a training, or gives the job of the one that runs.</summary>
    public Job StartTraining() => _trainings.Start();

    /// <summary>Starts an evaluation of all models on the own history, or gives the job of the one that runs.</summary>
    public Job StartEvaluation() => Jobs.Start(HistoryEvaluation.Kind, async (job, cancellation) =>
    {
        await ArchivedAsync(cancellation);
        return await _evaluation.RunAsync(job, cancellation);
    });

    /// <summary>Starts a search for a better plan on the own history, or gives the job of the one that runs.</summary>
    /// <param name="budget">How long may be searched; null = as the settings have it.</param>
    public Job StartTuning(TimeSpan? budget) => Jobs.Start(HistoryTuning.Kind, async (job, cancellation) =>
    {
        await ArchivedAsync(cancellation);
        return await _tuning.RunAsync(_tuningSettings with { Budget = budget ?? _tuningSettings.Budget }, job, cancellation);
    });

    /// <summary>Starts writing a copy of the workspace into a directory, or gives the job that writes one.</summary>
    /// <param name="directory">Missing, or empty.</param>
    public Job StartBackup(string directory) => WorkspaceBackups.Start(Jobs, Name, _ports.Backup, directory);

    /// <summary>Puts a kept generation into service; null where none of the number is kept.</summary>
    public Task<GenerationManifest?> PromoteAsync(int number, CancellationToken cancellation) => Shelf.PromoteAsync(number, cancellation);

    /// <summary>What is known of a user or visit just now; <see cref="Profile.Empty"/> of one never seen.</summary>
    public async ValueTask<Profile> ProfileAsync(ProfileKey key, CancellationToken cancellation) =>
        await _ports.State.GetAsync(new StateKey(StateKind.Profile, (await new Aliases(_ports.State).ResolveAsync(key, cancellation)).Value), cancellation) is { } bytes
            ? ProfileCodec.Decode(bytes)
            : Profile.Empty;

    // What was acknowledged before a job began is in the history when it reads; an archive that stands still does not hold it.
    async Task ArchivedAsync(CancellationToken cancellation)
    {
        try
        {
            await Archiver.CatchUpAsync(cancellation).WaitAsync(LongestCatchUp, _clock, cancellation);
        }
        catch (TimeoutException)
        {
            // The health says what the archive waits for.
        }
    }

    // What is both archived and in a checkpoint is never read again.
    LogToken Needless() => LogToken.Of(Archiver.Archived.Places.Select(
        archived => (archived.Partition, Math.Min(archived.Offset, Live.Checkpointed.OffsetIn(archived.Partition)))));

    /// <summary>Stops everything; what was acknowledged is in the log.</summary>
    public async ValueTask DisposeAsync()
    {
        await Watch.DisposeAsync();
        await _schedule.DisposeAsync();
        await Jobs.DisposeAsync();
        await SharedLists.DisposeAsync();
        await _ranker.DisposeAsync();
        await Live.DisposeAsync();
        await AudienceAtStart;
        await _checkpointing.DisposeAsync();
        await Archiver.DisposeAsync();
        OtherGenerations.Dispose();
        Shelf.Holder.Dispose();
        Scenarios.Dispose();
        Blocks.Dispose();
        DataDoctor.Dispose();
        Shelf.Dispose();
        Catalog.Dispose();
        Users.Dispose();
        await _ports.DisposeAsync();
    }
}
