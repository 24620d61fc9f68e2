using Attune.Catalog;
using Attune.Events;
using Attune.Generations;
using Attune.History;
using Attune.History.Surveying;
using Attune.Operating;
using Attune.State;

namespace Attune.Embedded.Tests.Erasing;

/// <summary>Real ports, of which one fails at the step of an erasure: after it was done, before anybody knows.</summary>
static class StoppingPorts
{
    public static WorkspacePorts Of(WorkspacePorts ports, string step) => step switch
    {
        nameof(IEventLog.EraseAsync) => ports with { Log = new Log(ports.Log) },
        "History" => ports with { History = new History(ports.History) },
        "Checkpoint" => ports with { State = new State(ports.State) },
        _ => ports with { Catalog = new Catalog(ports.Catalog) },
    };

    static IOException Stop() => new("The machine stopped here.");

    sealed class Log(IEventLog inner) : IEventLog
    {
        public int Partitions => inner.Partitions;

        public long FirstOffset(int partition) => inner.FirstOffset(partition);

        public long EndOffset(int partition) => inner.EndOffset(partition);

        public ValueTask<AppendOutcome> AppendAsync(IReadOnlyList<UserEvent> events, CancellationToken cancellation) => inner.AppendAsync(events, cancellation);

        public IAsyncEnumerable<EventBatch> ReadAsync(int partition, long offset, bool follow, CancellationToken cancellation) =>
            inner.ReadAsync(partition, offset, follow, cancellation);

        public async ValueTask<long> EraseAsync(EventErasure erasure, CancellationToken cancellation)
        {
            await inner.EraseAsync(erasure, cancellation);
            throw Stop();
        }

        public ValueTask DisposeAsync() => inner.DisposeAsync();
    }

    sealed class History(IHistory inner) : IHistory
    {
        public ValueTask<long> NextOffsetAsync(int partition, CancellationToken cancellation) => inner.NextOffsetAsync(partition, cancellation);

        public ValueTask AppendAsync(IReadOnlyList<EventBatch> batches, CancellationToken cancellation) => inner.AppendAsync(batches, cancellation);

        public ValueTask<HistorySummary> SummariseAsync(CancellationToken cancellation) => inner.SummariseAsync(cancellation);

        public ValueTask<InteractionColumns> ReadInteractionsAsync(InteractionQuery query, CancellationToken cancellation) =>
            inner.ReadInteractionsAsync(query, cancellation);

        public ValueTask<CoOccurrenceCounts> CountTogetherAsync(CoOccurrenceQuery query, CancellationToken cancellation) =>
            inner.CountTogetherAsync(query, cancellation);

        public IAsyncEnumerable<EventBatch> ReadEventsAsync(int partition, long offset, long before, CancellationToken cancellation) =>
            inner.ReadEventsAsync(partition, offset, before, cancellation);

        public IEventSurvey Survey => inner.Survey;

        public async ValueTask<long> EraseAsync(EventErasure erasure, CancellationToken cancellation)
        {
            await inner.EraseAsync(erasure, cancellation);
            throw Stop();
        }

        public ValueTask<QueryAnswer> QueryAsync(string sql, QueryLimits limits, CancellationToken cancellation) => inner.QueryAsync(sql, limits, cancellation);

        public ValueTask DisposeAsync() => inner.DisposeAsync();
    }

    // No checkpoint at all: the next start begins with an empty state.
    sealed class State(IStateStore inner) : IStateStore
    {
        public ValueTask<byte[]?> GetAsync(StateKey key, CancellationToken cancellation) => inner.GetAsync(key, cancellation);

        public ValueTask<byte[]?[]> GetAsync(IReadOnlyList<StateKey> keys, CancellationToken cancellation) => inner.GetAsync(keys, cancellation);

        public ValueTask PutAsync(IReadOnlyList<StateWrite> values, CancellationToken cancellation) => inner.PutAsync(values, cancellation);

        public IAsyncEnumerable<KeyValuePair<StateKey, byte[]>> ScanAsync(StateKind kind, CancellationToken cancellation) => inner.ScanAsync(kind, cancellation);

        public ValueTask<(long Count, long Bytes)> MeasureAsync(StateKind kind, CancellationToken cancellation) => inner.MeasureAsync(kind, cancellation);

        public ValueTask<LogToken> RestoredAsync(CancellationToken cancellation) => inner.RestoredAsync(cancellation);

        public ValueTask CheckpointAsync(LogToken applied, CancellationToken cancellation) => throw Stop();

        public ValueTask DisposeAsync() => inner.DisposeAsync();
    }

    sealed class Catalog(ICatalogStore inner) : ICatalogStore
    {
        public ValueTask<IReadOnlyList<ItemId>> LoadOrdinalsAsync(int from, CancellationToken cancellation) => inner.LoadOrdinalsAsync(from, cancellation);

        public ValueTask<IReadOnlyList<ItemId>> AssignOrdinalsAsync(IReadOnlyList<ItemId> ids, int known, CancellationToken cancellation) =>
            inner.AssignOrdinalsAsync(ids, known, cancellation);

        public IAsyncEnumerable<PropertyRecord> LoadAsync(PropertyOwner owner, CancellationToken cancellation) => inner.LoadAsync(owner, cancellation);

        public ValueTask<PropertyRecord?> FindAsync(PropertyOwner owner, string id, CancellationToken cancellation) => inner.FindAsync(owner, id, cancellation);

        public ValueTask WriteAsync(PropertyOwner owner, IReadOnlyList<PropertyRecord> records, CancellationToken cancellation) =>
            inner.WriteAsync(owner, records, cancellation);

        public ValueTask<string?> ReadDocumentAsync(string kind, string name, CancellationToken cancellation) => inner.ReadDocumentAsync(kind, name, cancellation);

        public ValueTask<IReadOnlyDictionary<string, string>> ReadDocumentsAsync(string kind, CancellationToken cancellation) =>
            inner.ReadDocumentsAsync(kind, cancellation);

        public ValueTask<IReadOnlyList<string>> DocumentKindsAsync(CancellationToken cancellation) => inner.DocumentKindsAsync(cancellation);

        public ValueTask WriteDocumentAsync(string kind, string name, string? json, CancellationToken cancellation) =>
            inner.WriteDocumentAsync(kind, name, json, cancellation);

        public ValueTask ScrubAsync(CancellationToken cancellation) => throw Stop();

        public ValueTask SaveGenerationAsync(GenerationManifest manifest, Func<Stream, CancellationToken, ValueTask> write, CancellationToken cancellation) =>
            inner.SaveGenerationAsync(manifest, write, cancellation);

        public ValueTask<IReadOnlyList<GenerationManifest>> ListGenerationsAsync(CancellationToken cancellation) => inner.ListGenerationsAsync(cancellation);

        public ValueTask<string> LocateGenerationAsync(int number, CancellationToken cancellation) => inner.LocateGenerationAsync(number, cancellation);

        public ValueTask DeleteGenerationAsync(int number, CancellationToken cancellation) => inner.DeleteGenerationAsync(number, cancellation);

        public ValueTask DisposeAsync() => inner.DisposeAsync();
    }
}
