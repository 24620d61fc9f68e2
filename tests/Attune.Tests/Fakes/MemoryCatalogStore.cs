using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Attune.Catalog;
using Attune.Events;
using Attune.Generations;

namespace Attune.Tests.Fakes;

/// <summary>The catalog store without a disk, but for generations' files: those are mapped, so they lie in a temporary folder.</summary>
sealed class MemoryCatalogStore : ICatalogStore
{
    readonly Lock _gate = new();
    readonly List<ItemId> _ordinals = [];
    readonly ConcurrentDictionary<(PropertyOwner, string), PropertyRecord> _records = [];
    readonly ConcurrentDictionary<(string, string), string> _documents = [];
    readonly SortedDictionary<int, GenerationManifest> _generations = [];

    public MemoryCatalogStore() => Folder = Directory.CreateTempSubdirectory("attune-tests-").FullName;

    public string Folder { get; }

    /// <summary>Thrown by the next save of a generation, half-way.</summary>
    public Exception? SaveFault { get; set; }

    /// <summary>True makes every write of ids, records and documents fail as a full disk does.</summary>
    public bool Full { get; set; }

    /// <summary>Writes of records so far.</summary>
    public int Writes { get; private set; }

    /// <summary>Assignments of ordinals so far.</summary>
    public int Assignments { get; private set; }

    public ValueTask<IReadOnlyList<ItemId>> LoadOrdinalsAsync(int from, CancellationToken cancellation)
    {
        lock (_gate)
        {
            return new([.. _ordinals.Skip(from)]);
        }
    }

    public ValueTask<IReadOnlyList<ItemId>> AssignOrdinalsAsync(IReadOnlyList<ItemId> ids, int known, CancellationToken cancellation)
    {
        ThrowIfFull();
        lock (_gate)
        {
            Assignments++;
            _ordinals.AddRange([.. ids.Except(_ordinals)]);
            return new([.. _ordinals.Skip(known)]);
        }
    }

    public async IAsyncEnumerable<PropertyRecord> LoadAsync(PropertyOwner owner, [EnumeratorCancellation] CancellationToken cancellation)
    {
        foreach (var ((kept, _), record) in _records)
        {
            if (kept == owner)
            {
                yield return record;
            }
        }

        await Task.CompletedTask;
    }

    public ValueTask<PropertyRecord?> FindAsync(PropertyOwner owner, string id, CancellationToken cancellation) =>
        new(_records.GetValueOrDefault((owner, id)));

    public ValueTask WriteAsync(PropertyOwner owner, IReadOnlyList<PropertyRecord> records, CancellationToken cancellation)
    {
        ThrowIfFull();
        Writes++;
        foreach (var record in records)
        {
            _records[(owner, record.Id)] = record;
        }

        return default;
    }

    public ValueTask<string?> ReadDocumentAsync(string kind, string name, CancellationToken cancellation) =>
        new(_documents.GetValueOrDefault((kind, name)));

    public ValueTask<IReadOnlyDictionary<string, string>> ReadDocumentsAsync(string kind, CancellationToken cancellation) =>
        new(_documents.Where(document => document.Key.Item1 == kind)
            .ToDictionary(document => document.Key.Item2, document => document.Value));

    public ValueTask<IReadOnlyList<string>> DocumentKindsAsync(CancellationToken cancellation) =>
        new([.. _documents.Keys.Select(document => document.Item1).Distinct().Order(StringComparer.Ordinal)]);

    public ValueTask WriteDocumentAsync(string kind, string name, string? json, CancellationToken cancellation)
    {
        ThrowIfFull();
        if (json is null)
        {
            _documents.TryRemove((kind, name), out _);
        }
        else
        {
            _documents[(kind, name)] = json;
        }

        return default;
    }

    public async ValueTask SaveGenerationAsync(
        GenerationManifest manifest, Func<Stream, CancellationToken, ValueTask> write, CancellationToken cancellation)
    {
        var path = PathOf(manifest.Number);
        try
        {
            await using var stream = File.Create(path + ".new");
            await write(stream, cancellation);
            if (SaveFault is { } fault)
            {
                SaveFault = null;
                throw fault;
            }
        }
        catch
        {
            File.Delete(path + ".new");
            throw;
        }

        File.Move(path + ".new", path);
        lock (_gate)
        {
            _generations.Add(manifest.Number, manifest);
        }
    }

    public ValueTask<IReadOnlyList<GenerationManifest>> ListGenerationsAsync(CancellationToken cancellation)
    {
        lock (_gate)
        {
            return new([.. _generations.Values.Reverse()]);
        }
    }

    public ValueTask ScrubAsync(CancellationToken cancellation) => default;

    public ValueTask<string> LocateGenerationAsync(int number, CancellationToken cancellation) =>
        File.Exists(PathOf(number)) ? new(PathOf(number)) : throw new FileNotFoundException($"Generation {number} is not kept.");

    public ValueTask DeleteGenerationAsync(int number, CancellationToken cancellation)
    {
        lock (_gate)
        {
            _generations.Remove(number);
        }

        File.Delete(PathOf(number));
        return default;
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(Folder, recursive: true);
        return default;
    }

    void ThrowIfFull()
    {
        if (Full)
        {
            throw new IOException("No space left on device");
        }
    }

    string PathOf(int number) => Path.Combine(Folder, $"{number}.safetensors");
}
