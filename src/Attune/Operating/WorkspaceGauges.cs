using System.Diagnostics.Metrics;
using Attune.Events;
using Attune.Operating.Jobs;
using Attune.State;

namespace Attune.Operating;

/// <summary>How the open workspaces stand, read whenever somebody scrapes; each figure has the tag <c>workspace</c>.</summary>
/// <remarks>
/// <para><b>Ends</b> with its disposal: an engine that is closed is told of no more.</para>
/// <para><b>Cost.</b> Nothing between scrapes. A state store that must ask another machine for its size is left out: a scrape
/// waits for nobody.</para>
/// </remarks>
sealed class WorkspaceGauges : IDisposable
{
    readonly Meter _meter = new(AttuneTelemetry.Name);
    readonly Func<IEnumerable<Workspace>> _open;

    /// <summary>Begins to be readable.</summary>
    /// <param name="open">The workspaces open at the moment of asking.</param>
    /// <param name="clock">Says how old a generation is.</param>
    public WorkspaceGauges(Func<IEnumerable<Workspace>> open, TimeProvider clock)
    {
        _open = open;
        Add("attune.log.end", "{event}", "Events in the log since its beginning.", one => Sum(one.LogEnd));
        Add("attune.live.lag", "{event}", "Durable events that answers do not know yet.", one => Follows(one) ? Behind(one, one.Live.Watermark) : null);
        Add("attune.archive.lag", "{event}", "Durable events that the history does not hold yet.", one => Behind(one, one.Archiver.Archived));
        Add("attune.profiles", "{profile}", "Profiles of users and visits.", one => Profiles(one)?.Count);
        Add("attune.profiles.size", "By", "Bytes of all profiles.", one => Profiles(one)?.Bytes);
        Add("attune.generation.number", "{generation}", "The generation in service; 0 before the first.", one => one.Shelf.Holder.Number);
        Add("attune.generation.age", "s", "Since the generation in service was trained; none before the first.", one => Age(one, clock));
        Add("attune.catalog.set_aside", "{record}", "Records of the catalog store that do not fit its schema, and are not used.", one => one.Catalog.SetAside.Count);
        Add("attune.jobs.running", "{job}", "Jobs under way.", one => one.Jobs.List().Count(job => job.State == JobState.Running));
        Add("attune.ready", "", "1 once answers know everything that was durable at the start, 0 before.", one => one.IsReady ? 1 : 0);
        Add("attune.log.partitions", "{partition}", "Partitions of the log.", one => one.LogEnd.Places.Length);
        Add("attune.live.partitions", "{partition}", "Partitions whose profiles this node keeps.", one => one.Live.Held.Count);
        _meter.CreateObservableCounter(
            "attune.live.passed_over", () => Read(one => one.Live.Poisoned), "{event}", "Events passed over because they could not be applied.");
        _meter.CreateObservableCounter(
            "attune.answers.dropped", () => Read(one => one.AnswersDropped), "{answer}", "Answers that could not be kept beyond memory, and cannot be asked for again.");
        _meter.CreateObservableGauge(
            "attune.standing", () => _open().SelectMany(Standing), "", "1 where a part stands still and tries again, 0 where it goes on.");
    }

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();

    void Add(string name, string unit, string description, Func<Workspace, long?> read) =>
        _meter.CreateObservableGauge(name, () => Read(read), unit, description);

    IEnumerable<Measurement<long>> Read(Func<Workspace, long?> read)
    {
        foreach (var workspace in _open())
        {
            if (read(workspace) is { } value)
            {
                yield return new(value, new KeyValuePair<string, object?>("workspace", workspace.Name));
            }
        }
    }

    static IEnumerable<Measurement<long>> Standing(Workspace one) =>
        [Part(one, "live", one.Live.Fault), Part(one, "archive", one.Archiver.Fault)];

    static Measurement<long> Part(Workspace one, string part, string? fault) =>
        new(fault is null ? 0 : 1, new KeyValuePair<string, object?>("workspace", one.Name), new KeyValuePair<string, object?>("part", part));

    static long? Age(Workspace one, TimeProvider clock) =>
        one.Shelf.Holder.Manifest is { } serving ? (long)EventTime.Now(clock).Since(serving.TrainedAt).TotalSeconds : null;

    // A node that answers nothing and folds nothing follows nothing, and is not late.
    static bool Follows(Workspace workspace) => (workspace.Roles & Workspace.FollowingRoles) != 0;

    // An end that is heard of now and then may lie before what has been read already.
    static long Behind(Workspace workspace, LogToken place) => Math.Max(0, Sum(workspace.LogEnd) - Sum(place));

    static long Sum(LogToken token) => token.Places.Sum(place => place.Offset);

    static (long Count, long Bytes)? Profiles(Workspace workspace)
    {
        var measuring = workspace.State.MeasureAsync(StateKind.Profile, CancellationToken.None);
        return measuring.IsCompletedSuccessfully ? measuring.Result : null;
    }
}
