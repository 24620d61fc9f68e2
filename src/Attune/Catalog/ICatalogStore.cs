using Attune.Events;
using Attune.Generations;

namespace Attune.Catalog;

/// <summary>
/// What people and feeds write: items, users' properties, named documents (keys, settings), and the generations' files.
/// Small, and durable when a call returns.
/// </summary>
/// <remarks>
/// <b>Ordinals.</b> The store gives every item id it meets, in the catalog or in an event, a number: from 0 without gaps,
/// never reused, the same on every node. Profiles, overlay and filter indexes speak in ordinals; the wire never does.
/// <b>Several nodes</b> may write to one store, each write by itself; <see cref="WatchAsync"/> tells each what others wrote.
/// </remarks>
public interface ICatalogStore : IAsyncDisposable
{
    /// <summary>The item ids that have an ordinal, in ordinal order.</summary>
    /// <param name="from">The first ordinal wanted; 0 for all.</param>
    /// <param name="cancellation">Ends the reading.</param>
    ValueTask<IReadOnlyList<ItemId>> LoadOrdinalsAsync(int from, CancellationToken cancellation);

    /// <summary>Gives the ids that have none the next ordinals, in order, durably; ids that have one keep it.</summary>
    /// <param name="ids">Any; each counts once.</param>
    /// <param name="known">How many ordinals the caller knows.</param>
    /// <param name="cancellation">Gives up; all of them or none are given.</param>
    /// <returns>The ids of the ordinals from <paramref name="known"/> on: those given now, and before them those other nodes were given.</returns>
    ValueTask<IReadOnlyList<ItemId>> AssignOrdinalsAsync(IReadOnlyList<ItemId> ids, int known, CancellationToken cancellation);

    /// <summary>What other nodes write after this call returns, in the order in which it was committed, until cancelled; nothing in a store of one process.</summary>
    /// <remarks>A node that was cut off for longer than changes are kept is told <see cref="CatalogChangeKind.Everything"/>.</remarks>
    ValueTask<IAsyncEnumerable<CatalogChange>> WatchAsync(CancellationToken cancellation) => new(AsyncEnumerable.Empty<CatalogChange>());

    /// <summary>Takes a named duty that one node at a time may hold, as training; null where another holds it.</summary>
    /// <param name="duty">Its name.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>The duty, given back by disposing; lost with the connection.</returns>
    ValueTask<IDuty?> TryTakeAsync(string duty, CancellationToken cancellation) => new(OnlyNode.Duty);

    /// <summary>Every item or user that has properties, in no order.</summary>
    IAsyncEnumerable<PropertyRecord> LoadAsync(PropertyOwner owner, CancellationToken cancellation);

    /// <summary>The record of one item or user, or null.</summary>
    ValueTask<PropertyRecord?> FindAsync(PropertyOwner owner, string id, CancellationToken cancellation);

    /// <summary>The records of many items or users, by id; those that have none are left out.</summary>
    async ValueTask<IReadOnlyDictionary<string, PropertyRecord>> FindManyAsync(PropertyOwner owner, IReadOnlyCollection<string> ids, CancellationToken cancellation)
    {
        var found = new Dictionary<string, PropertyRecord>(StringComparer.Ordinal);
        foreach (var id in ids)
        {
            if (await FindAsync(owner, id, cancellation) is { } record)
            {
                found[id] = record;
            }
        }

        return found;
    }

    /// <summary>Writes records whole, all or none; one with null properties is deleted.</summary>
    ValueTask WriteAsync(PropertyOwner owner, IReadOnlyList<PropertyRecord> records, CancellationToken cancellation);

    /// <summary>A named document's text, or null.</summary>
    ValueTask<string?> ReadDocumentAsync(string kind, string name, CancellationToken cancellation);

    /// <summary>All documents of a kind, by name.</summary>
    ValueTask<IReadOnlyDictionary<string, string>> ReadDocumentsAsync(string kind, CancellationToken cancellation);

    /// <summary>The kinds there are documents of, by name.</summary>
    ValueTask<IReadOnlyList<string>> DocumentKindsAsync(CancellationToken cancellation);

    /// <summary>Writes a named document; null removes it.</summary>
    ValueTask WriteDocumentAsync(string kind, string name, string? json, CancellationToken cancellation);

    /// <summary>Makes what was deleted or written over unreadable on the disk too. Cost: writes everything but the generations anew.</summary>
    ValueTask ScrubAsync(CancellationToken cancellation);

    /// <summary>Saves a generation's file and its manifest; visible whole or not at all.</summary>
    /// <param name="manifest">Its number must be above every number used before.</param>
    /// <param name="write">Writes the safetensors bytes.</param>
    /// <param name="cancellation">Leaves nothing behind.</param>
    ValueTask SaveGenerationAsync(GenerationManifest manifest, Func<Stream, CancellationToken, ValueTask> write, CancellationToken cancellation);

    /// <summary>The manifests kept, newest first.</summary>
    ValueTask<IReadOnlyList<GenerationManifest>> ListGenerationsAsync(CancellationToken cancellation);

    /// <summary>A path on this machine at which a generation's file can be mapped.</summary>
    /// <exception cref="FileNotFoundException">The generation is not kept.</exception>
    ValueTask<string> LocateGenerationAsync(int number, CancellationToken cancellation);

    /// <summary>Removes a generation's file and manifest; nothing happens where it is gone already.</summary>
    ValueTask DeleteGenerationAsync(int number, CancellationToken cancellation);
}

/// <summary>Whose properties a record holds.</summary>
public enum PropertyOwner
{
    /// <summary>An item.</summary>
    Item,

    /// <summary>A user.</summary>
    User,
}

/// <summary>The properties of one item or user, as stored.</summary>
/// <param name="Id">The item's or user's id.</param>
/// <param name="Properties">The text of a JSON object, validated; null where the record is deleted.</param>
/// <param name="ChangedAt">When it was last written.</param>
public sealed record PropertyRecord(string Id, string? Properties, EventTime ChangedAt);
