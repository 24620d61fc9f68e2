using Attune.Catalog;
using Attune.Events;
using Attune.Operating;
using Attune.Recommending;
using Microsoft.Extensions.Logging;

namespace Attune.Embedded.Hosting;

/// <summary>The engine inside an application: events in, items in, lists out. Ask the container for it; safe for many callers at once.</summary>
/// <remarks>Bad input is an outcome that names field, value and limit, as over HTTP.</remarks>
public sealed class AttuneEngine : IAsyncDisposable
{
    readonly AttuneOptions _options;
    readonly TimeProvider _clock;
    readonly ILoggerFactory _logs;
    DataDirectory? _directory;
    Workspace? _workspace;

    internal AttuneEngine(AttuneOptions options, TimeProvider clock, ILoggerFactory logs) => (_options, _clock, _logs) = (options, clock, logs);

    /// <summary>Everything else the engine does: scenarios, lists, trainings, erasure.</summary>
    /// <exception cref="InvalidOperationException">The application has not started, or has ended.</exception>
    public Workspace Workspace => _workspace
        ?? throw new InvalidOperationException($"The engine of {_options.Directory} is not open: it opens when the application starts and closes when it stops.");

    /// <summary>True once answers know everything that was acknowledged before the start. They are given before, too.</summary>
    public bool IsReady => _workspace is { IsReady: true };

    /// <summary>Makes events durable; each has its verdict.</summary>
    /// <param name="events">At most <see cref="EventLimits.BatchEvents"/>.</param>
    /// <param name="cancellation">Gives up before the append has begun.</param>
    /// <returns>
    /// <see cref="IngestOutcome.Answered"/> with a token that <see cref="RecommendationRequest.After"/> takes; or that none was taken.
    /// </returns>
    public ValueTask<IngestOutcome> TakeAsync(IReadOnlyList<AttuneEvent> events, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(events.Count, EventLimits.BatchEvents, nameof(events));
        var ingest = Workspace.Ingest;
        var rows = new ParsedRow[events.Count];
        for (var i = 0; i < rows.Length; i++)
        {
            // By the reader of the wire: the same limits, said in the same words.
            rows[i] = ingest.Read(events[i].ToJson(), "application/json") switch
            {
                EventBody.Rows([var row]) => row,
                EventBody.Refused(var refusal) => new ParsedRow(null, refusal, false),
                _ => throw new InvalidOperationException("One event was read as several."),
            };
        }

        return ingest.AcceptAsync(rows, cancellation);
    }

    /// <summary>Makes one event durable.</summary>
    public ValueTask<IngestOutcome> TakeAsync(AttuneEvent happened, CancellationToken cancellation = default) => TakeAsync([happened], cancellation);

    /// <summary>Answers a question.</summary>
    public ValueTask<RecommendOutcome> RecommendAsync(RecommendationRequest request, CancellationToken cancellation = default) =>
        Workspace.Recommender.RecommendAsync(request, cancellation);

    /// <summary>Writes items: all good rows become durable together and are seen at once.</summary>
    /// <param name="items">At most <see cref="CatalogLimits.BatchRecords"/>; <see cref="PropertyWrite.Put(string, string)"/> makes one.</param>
    /// <param name="cancellation">Gives up waiting for the writer.</param>
    public ValueTask<PropertyWriteOutcome> WriteItemsAsync(IReadOnlyList<PropertyWrite> items, CancellationToken cancellation = default) =>
        Workspace.Catalog.WriteAsync(items, cancellation);

    /// <summary>An item's properties as JSON; null where the catalog has no such item.</summary>
    public string? FindItem(string id)
    {
        var catalog = Workspace.Catalog;
        var snapshot = catalog.Snapshot;
        return catalog.TryGetOrdinal(new ItemId(id), out var ordinal) && ordinal < snapshot.Size && snapshot.IsListed(ordinal) ? snapshot.PropertiesJson(ordinal) : null;
    }

    /// <summary>Closes the engine, then lets the directory go.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _workspace, null) is { } workspace)
        {
            await workspace.DisposeAsync();
        }

        Interlocked.Exchange(ref _directory, null)?.Dispose();
    }

    internal async Task OpenAsync(CancellationToken cancellation)
    {
        _directory = DataDirectory.Open(_options.Directory);
        try
        {
            var ports = await EmbeddedPorts.OpenAsync(_directory.PathOf(_options.Workspace), _options.Embedded, _clock, _logs, cancellation);
            _workspace = await Workspace.OpenAsync(_options.Workspace, ports, _options.Engine, _clock, _logs, cancellation);
        }
        catch
        {
            await DisposeAsync();
            throw;
        }
    }
}
