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
/// </remarks>
public interface ICatalogStore : IAsyncDisposable
{
    /// <summary>Every item id that has an ordinal, in ordinal order.</summary>
    ValueTask<IReadOnlyList<ItemId>> LoadOrdinalsAsync(CancellationToken cancellation);

    /// <summary>Gives new ids the next ordinals, in order, durably. Ids that have one already are refused.</summary>
    /// <returns>The first ordinal given.</returns>
    ValueTask<int> AssignOrdinalsAsync(IReadOnlyList<ItemId> ids, CancellationToken cancellation);

    /// <summary>Every item or user that has properties, in no order.</summary>
    IAsyncEnumerable<PropertyRecord> LoadAsync(PropertyOwner owner, CancellationToken cancellation);

    /// <summary>The record of one item or user, or null.</summary>
    ValueTask<PropertyRecord?> FindAsync(PropertyOwner owner, string id, CancellationToken cancellation);

    /// <summary>Writes records whole, all or none; one with null properties is deleted.</summary>
    ValueTask WriteAsync(PropertyOwner owner, IReadOnlyList<PropertyRecord> records, CancellationToken cancellation);

    /// <summary>A named document's text, or null.</summary>
    ValueTask<string?> ReadDocumentAsync(string kind, string name, CancellationToken cancellation);

    /// <summary>All documents of a kind, by name.</summary>
    ValueTask<IReadOnlyDictionary<string, string>> ReadDocumentsAsync(string kind, CancellationToken cancellation);

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
