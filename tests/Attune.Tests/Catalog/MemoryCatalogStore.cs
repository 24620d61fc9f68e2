using System.Runtime.CompilerServices;
using Attune.Catalog;
using Attune.Events;
using Attune.Generations;

namespace Attune.Tests.Catalog;

/// <summary>A catalog store that lives as long as the test: opened again, it holds what was written.</summary>
sealed class MemoryCatalogStore : ICatalogStore
{
    readonly List<ItemId> _ids = [];
    readonly Dictionary<(PropertyOwner, string), PropertyRecord> _records = [];
    readonly Dictionary<(string, string), string> _documents = [];

    /// <summary>Writes of records so far.</summary>
    internal int Writes { get; private set; }

    /// <summary>Assignments of ordinals so far.</summary>
    internal int Assignments { get; private set; }

    /// <summary>Set to make every write fail as a full disk does.</summary>
    internal bool Full { get; set; }

    public ValueTask<IReadOnlyList<ItemId>> LoadOrdinalsAsync(CancellationToken cancellation) => new([.. _ids]);

    public ValueTask<int> AssignOrdinalsAsync(IReadOnlyList<ItemId> ids, CancellationToken cancellation)
    {
        ThrowIfFull();
        Assert.DoesNotContain(ids, _ids.Contains);
        Assignments++;
        _ids.AddRange(ids);
        return new(_ids.Count - ids.Count);
    }

    public async IAsyncEnumerable<PropertyRecord> LoadAsync(PropertyOwner owner, [EnumeratorCancellation] CancellationToken cancellation)
    {
        foreach (var ((_, _), record) in _records.Where(entry => entry.Key.Item1 == owner).ToList())
        {
            await Task.CompletedTask;
            yield return record;
        }
    }

    public ValueTask<PropertyRecord?> FindAsync(PropertyOwner owner, string id, CancellationToken cancellation) =>
        new(_records.GetValueOrDefault((owner, id)));

    public ValueTask WriteAsync(PropertyOwner owner, IReadOnlyList<PropertyRecord> records, CancellationToken cancellation)
    {
        ThrowIfFull();
        Writes++;
        foreach (var record in records)
        {
            if (record.Properties is null)
            {
                _records.Remove((owner, record.Id));
            }
            else
            {
                _records[(owner, record.Id)] = record;
            }
        }

        return default;
    }

    public ValueTask<string?> ReadDocumentAsync(string kind, string name, CancellationToken cancellation) =>
        new(_documents.GetValueOrDefault((kind, name)));

    public ValueTask<IReadOnlyDictionary<string, string>> ReadDocumentsAsync(string kind, CancellationToken cancellation) =>
        new(_documents.Where(entry => entry.Key.Item1 == kind).ToDictionary(entry => entry.Key.Item2, entry => entry.Value));

    public ValueTask WriteDocumentAsync(string kind, string name, string? json, CancellationToken cancellation)
    {
        ThrowIfFull();
        if (json is null)
        {
            _documents.Remove((kind, name));
        }
        else
        {
            _documents[(kind, name)] = json;
        }

        return default;
    }

    public ValueTask SaveGenerationAsync(
        GenerationManifest manifest, Func<Stream, CancellationToken, ValueTask> write, CancellationToken cancellation) =>
        throw new NotSupportedException();

    public ValueTask<IReadOnlyList<GenerationManifest>> ListGenerationsAsync(CancellationToken cancellation) => throw new NotSupportedException();

    public ValueTask<string> LocateGenerationAsync(int number, CancellationToken cancellation) => throw new NotSupportedException();

    public ValueTask DeleteGenerationAsync(int number, CancellationToken cancellation) => throw new NotSupportedException();

    public ValueTask DisposeAsync() => default;

    void ThrowIfFull()
    {
        if (Full)
        {
            throw new IOException("No space left on device");
        }
    }
}
