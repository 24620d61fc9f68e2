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
    public WorkspaceGauges(Func<IEnumerable<Workspace>> open)
    {
        _open = open;
        Add("attune.log.end", "{event}", "Events in the log since its beginning.", one => Sum(one.LogEnd));
        Add("attune.live.lag", "{event}", "Durable events that answers do not know yet.", one => Behind(one, one.Live.Watermark));
        Add("attune.archive.lag", "{event}", "Durable events that the history does not hold yet.", one => Behind(one, one.Archiver.Archived));
        Add("attune.profiles", "{profile}", "Profiles of users and visits.", one => Profiles(one)?.Count);
        Add("attune.profiles.size", "By", "Bytes of all profiles.", one => Profiles(one)?.Bytes);
        Add("attune.generation.number", "{generation}", "The generation in service; 0 before the first.", one => one.Shelf.Holder.Number);
        Add("attune.jobs.running", "{job}", "Jobs under way.", one => one.Jobs.List().Count(job => job.State == JobState.Running));
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

    static long Behind(Workspace workspace, LogToken place) => Sum(workspace.LogEnd) - Sum(place);

    static long Sum(LogToken token) => token.Places.Sum(place => place.Offset);

    static (long Count, long Bytes)? Profiles(Workspace workspace)
    {
        var measuring = workspace.State.MeasureAsync(StateKind.Profile, CancellationToken.None);
        return measuring.IsCompletedSuccessfully ? measuring.Result : null;
    }
}
