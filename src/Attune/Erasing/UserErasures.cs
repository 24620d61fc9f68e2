using System.Globalization;
using Attune.Catalog;
using Attune.Events;
using Attune.Generations;
using Attune.Live;
using Attune.Merging;
using Attune.Operating;
using Attune.Operating.Jobs;
using Attune.Recommending;
using Attune.State;
using Attune.Training;
using Microsoft.Extensions.Logging;

namespace Attune.Erasing;

/// <summary>Erases users, with a receipt each: asked for here, done by one job for all that were asked for, checked here for ever after.</summary>
/// <remarks>
/// <para><b>Durable.</b> A request is a document before it is answered; what a crash interrupts goes on at the next start.</para>
/// <para><b>Exact.</b> The overlay is counted again without the user, the model trained again without them and from nothing, older
/// generations and all lists made with them deleted, and files written anew, so that no byte of the id is left.</para>
/// </remarks>
public sealed class UserErasures
{
    /// <summary>The kind of the job.</summary>
    public const string Kind = "erase";

    static readonly TimeSpan Again = TimeSpan.FromSeconds(1);

    readonly WorkspacePorts _ports;
    readonly LivePath _live;
    readonly GenerationShelf _shelf;
    readonly TrainingRuns _trainings;
    readonly UserRemoval _removal;
    readonly ErasureFollowing _elsewhere;
    readonly HoldingsCount _holdings;
    readonly Aliases _aliases;
    readonly ErasureBook _book;
    readonly JobBoard _jobs;
    readonly TimeProvider _clock;
    readonly ILogger _logger;

    internal UserErasures(
        WorkspacePorts ports,
        LivePath live,
        GenerationShelf shelf,
        TrainingRuns trainings,
        UserRemoval removal,
        ErasureFollowing elsewhere,
        HoldingsCount holdings,
        JobBoard jobs,
        TimeProvider clock,
        ILogger logger)
    {
        (_ports, _live, _shelf, _trainings, _jobs, _clock, _logger) = (ports, live, shelf, trainings, jobs, clock, logger);
        (_removal, _elsewhere) = (removal, elsewhere);
        (_holdings, _aliases) = (holdings, new Aliases(ports.State));
        _book = new ErasureBook(ports.Catalog);
    }

    /// <summary>Begins to erase a user; durable when it returns.</summary>
    /// <returns>The receipt, open as yet, and the job that works on it.</returns>
    public async ValueTask<(Erasure Receipt, Job Job)> RequestAsync(UserId user, CancellationToken cancellation)
    {
        var places = Enumerable.Range(0, _ports.Log.Partitions).Select(partition => (partition, _ports.Log.EndOffset(partition)));
        var receipt = await _book.AddAsync(user, LogToken.Of(places), EventTime.Now(_clock), cancellation);
        return (receipt, Start());
    }

    /// <summary>The receipt with an id, or null.</summary>
    public ValueTask<Erasure?> FindAsync(string id, CancellationToken cancellation) => _book.FindAsync(id, cancellation);

    /// <summary>Looks through everything now for what a receipt says is gone. Cost: reads the whole log.</summary>
    /// <returns>What was found; null where there is no such receipt.</returns>
    public async ValueTask<ErasureCheck?> CheckAsync(string id, UserId user, CancellationToken cancellation)
    {
        if (await _book.FindAsync(id, cancellation) is not { } receipt)
        {
            return null;
        }

        if (!ErasureBook.IsOf(receipt, user))
        {
            return new ErasureCheck(false, null, null);
        }

        var (before, since) = await _holdings.CountAsync(receipt.OrderOf([ProfileKey.Of(user).Value]), cancellation);
        return new ErasureCheck(true, before, since);
    }

    /// <summary>Goes on with what a crash or a stop interrupted.</summary>
    internal async ValueTask ResumeAsync(CancellationToken cancellation)
    {
        if ((await _book.OpenAsync(cancellation)).Count > 0)
        {
            Start();
        }
    }

    Job Start()
    {
        if (!_jobs.TryStart(Kind, RunAsync, out var job))
        {
            // It may have looked for the last time before this request came.
            _ = job.Completion.ContinueWith(
                async ended =>
                {
                    if (ended.Result.State == JobState.Done)
                    {
                        await ResumeAsync(CancellationToken.None);
                    }
                },
                TaskScheduler.Default);
        }

        return job;
    }

    // One node at a time: removals are numbered, and two nodes would both do what is open.
    async Task<string> RunAsync(JobContext job, CancellationToken cancellation)
    {
        IDuty? duty;
        while ((duty = await _ports.Catalog.TryTakeAsync(Kind, cancellation)) is null)
        {
            job.Report(0, "another node erases");
            await Task.Delay(Again, _clock, cancellation);
        }

        await using (duty)
        {
            using var whileHeld = CancellationTokenSource.CreateLinkedTokenSource(cancellation, duty.Lost);
            return await EraseAllAsync(job, whileHeld.Token);
        }
    }

    async Task<string> EraseAllAsync(JobContext job, CancellationToken cancellation)
    {
        var finished = 0;
        while (await _book.OpenAsync(cancellation) is { Count: > 0 } open)
        {
            foreach (var erasure in open.Where(erasure => erasure.State == ErasureState.Requested))
            {
                await RemoveAsync(erasure, job, cancellation);
            }

            var removed = (await _book.OpenAsync(cancellation)).Where(erasure => erasure.State == ErasureState.Removed).ToList();
            if (removed.Count > 0)
            {
                await RetrainAsync(removed, job, cancellation);
            }

            finished += await FinishAsync(job, cancellation);
        }

        return string.Create(CultureInfo.InvariantCulture, $"{finished} users are erased; their receipts say what was removed.");
    }

    async Task RemoveAsync(Erasure erasure, JobContext job, CancellationToken cancellation)
    {
        job.Report(0.05, "waiting for what came before");
        await _removal.CatchUpAsync(erasure.Place, cancellation);
        if (erasure.Profiles is null)
        {
            job.Report(0.1, "counting what is held");
            erasure = erasure with { Profiles = [.. await _aliases.AllOfAsync(new UserId(erasure.User!), cancellation)] };
            var (found, _) = await _holdings.CountAsync(erasure.Order!, cancellation);
            erasure = erasure with { Found = found };
            await _book.SaveAsync(erasure, cancellation);
        }

        var removals = await _book.RemovalsAsync(cancellation) + 1;
        var (recounted, answers) = await _removal.RunAsync(erasure.Order!, removals, stage => job.Report(0.2, stage), cancellation);
        erasure = erasure with
        {
            State = ErasureState.Removed,
            RemovedAt = EventTime.Now(_clock),
            LogCopy = _ports.Log.ErasesBytes ? LogCopy.Rewritten : LogCopy.Hidden,
            Removals = erasure.Removals + 1,
            EventsRecounted = recounted,
            Found = erasure.Found! with { Answers = erasure.Found.Answers + answers },
        };
        _elsewhere.Know(erasure);
        await _book.SaveAsync(erasure, cancellation);
    }

    // One training for all that wait for one.
    async Task RetrainAsync(IReadOnlyList<Erasure> removed, JobContext job, CancellationToken cancellation)
    {
        job.Report(0.4, "training without them");
        var report = await _trainings.RenewAsync(cancellation)
            ?? throw new InvalidOperationException("The training without them did not come to its end; it is tried again at the next erasure or start.");
        var generation = report.Published?.Number;
        var dropped = await _shelf.DropBeforeAsync(generation ?? int.MaxValue, cancellation);
        var lists = await DropListsAsync(generation, cancellation);
        await _live.CheckpointAsync(cancellation);
        job.Report(0.8, "looking for what is left");
        foreach (var erasure in removed)
        {
            var (left, _) = await _holdings.CountAsync(erasure.Order!, cancellation);
            if (!left.IsEmpty)
            {
                await _book.SaveAsync(erasure with { State = ErasureState.Requested }, cancellation);
                throw new InvalidOperationException($"Something of {erasure.Id} is left: {left}. It is tried again at the next erasure or start.");
            }

            await _book.SaveAsync(
                erasure with
                {
                    State = ErasureState.Retrained,
                    User = null,
                    Profiles = null,
                    Left = left,
                    Generation = generation,
                    GenerationsDeleted = dropped,
                    ListsDropped = lists,
                },
                cancellation);
        }
    }

    async Task<long> DropListsAsync(int? generation, CancellationToken cancellation)
    {
        var old = new List<StateWrite>();
        await foreach (var (key, bytes) in _ports.State.ScanAsync(StateKind.List, cancellation))
        {
            if (PrecomputedList.Decode(bytes).Generation != generation)
            {
                old.Add(new(key, null));
            }
        }

        await _ports.State.PutAsync(old, cancellation);
        return old.Count;
    }

    // The ids are in no document any more; only now can the file be made to forget them.
    async Task<int> FinishAsync(JobContext job, CancellationToken cancellation)
    {
        var proved = (await _book.OpenAsync(cancellation)).Where(erasure => erasure.State == ErasureState.Retrained).ToList();
        if (proved.Count == 0)
        {
            return 0;
        }

        job.Report(0.9, "rewriting the catalog");
        await _ports.Catalog.ScrubAsync(cancellation);
        foreach (var erasure in proved)
        {
            var receipt = erasure with { State = ErasureState.Finished, FinishedAt = EventTime.Now(_clock) };
            receipt = receipt with { Digest = ErasureBook.DigestOf(receipt) };
            await _book.SaveAsync(receipt, cancellation);
            Log.Erased(_logger, receipt.Id);
        }

        return proved.Count;
    }
}
