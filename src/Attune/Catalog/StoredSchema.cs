namespace Attune.Catalog;

/// <summary>The schema as a document of the store, so that a type once fixed stays fixed when its last value is gone.</summary>
static class StoredSchema
{
    /// <summary>The kind of its documents.</summary>
    internal const string Kind = "schema";

    /// <summary>The schema kept, or null where nothing was ever written.</summary>
    internal static async ValueTask<PropertySchema?> ReadAsync(ICatalogStore store, PropertyOwner owner, CancellationToken cancellation) =>
        await store.ReadDocumentAsync(Kind, Name(owner), cancellation) is { } json ? PropertySchema.FromJson(json) : null;

    /// <summary>The schema known, with what other nodes have added to the stored one since; the same object where that is nothing.</summary>
    internal static async ValueTask<PropertySchema> MergedAsync(
        ICatalogStore store, PropertyOwner owner, PropertySchema known, CancellationToken cancellation) =>
        await ReadAsync(store, owner, cancellation) is { } stored && stored.Properties.Any(property => !known.TryGet(property.Name, out _))
            ? known.With(stored.Properties.Select(property => KeyValuePair.Create(property.Name, property.Kind)))
            : known;

    /// <summary>Keeps the schema where it grew; not cancelled once begun.</summary>
    internal static ValueTask WriteAsync(ICatalogStore store, PropertyOwner owner, PropertySchema? before, PropertySchema after) =>
        ReferenceEquals(before, after)
            ? ValueTask.CompletedTask
            : store.WriteDocumentAsync(Kind, Name(owner), after.ToJson(), CancellationToken.None);

    /// <summary>Reads a stored record.</summary>
    /// <returns>Why it does not fit, naming the record, the property and the limit; null where it does.</returns>
    internal static string? Read(PropertyReader reader, string id, byte[] json, List<PropertyField> fields) =>
        reader.Read(json, fields) is { } refusal
            ? $"The stored record '{id}' does not fit at '{refusal.Field}' ({refusal.Value}): {refusal.Limit}"
            : null;

    /// <summary>The name of a schema's document.</summary>
    internal static string Name(PropertyOwner owner) => owner == PropertyOwner.Item ? "items" : "users";
}
