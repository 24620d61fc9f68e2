using System.Text.Json;
using System.Text.Json.Serialization;
using Attune.Catalog;
using Attune.Events;

namespace Attune.Moving;

/// <summary>How far a move has come: a document of the target's catalog.</summary>
/// <remarks>
/// Whatever stands in the target's log behind <see cref="To"/> was copied from behind <see cref="From"/> and not written down before a
/// crash: whoever goes on reads it and passes over those events.
/// </remarks>
sealed record MoveProgress
{
    /// <summary>The kind of the document; not moved itself.</summary>
    public const string Kind = "move";

    const string Name = "progress";

    /// <summary>Where it moves from, in the operator's words.</summary>
    public required string Source { get; init; }

    /// <summary>The place of the source's log before which everything is in the target's.</summary>
    public required string From { get; init; }

    /// <summary>The place of the target's log behind the last event written down.</summary>
    public required string To { get; init; }

    /// <summary>Events copied.</summary>
    public required long Events { get; init; }

    /// <summary>True from the moment when both sides were found equal.</summary>
    public bool Verified { get; init; }

    /// <summary>The progress kept, or null where no move into this store was begun.</summary>
    public static async ValueTask<MoveProgress?> ReadAsync(ICatalogStore target, CancellationToken cancellation) =>
        await target.ReadDocumentAsync(Kind, Name, cancellation) is { } json ? JsonSerializer.Deserialize(json, MoveJson.Default.MoveProgress) : null;

    /// <summary>Keeps it, durably. Not cancelled: what it says has happened.</summary>
    public ValueTask SaveAsync(ICatalogStore target) =>
        target.WriteDocumentAsync(Kind, Name, JsonSerializer.Serialize(this, MoveJson.Default.MoveProgress), CancellationToken.None);

    /// <summary>A place as it was kept.</summary>
    /// <exception cref="InvalidDataException">The document is damaged.</exception>
    public static LogToken Place(string text) => text.Length == 0 ? LogToken.None
        : LogToken.TryParse(text, out var place) ? place
        : throw new InvalidDataException($"The move's progress says '{text}', which is no place of a log.");
}

/// <summary>How progress is written.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(MoveProgress))]
sealed partial class MoveJson : JsonSerializerContext;
