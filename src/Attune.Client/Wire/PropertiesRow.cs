using System.Text.Json;

namespace Attune.Client.Wire;

/// <summary>An item or a user with its properties.</summary>
public sealed record PropertiesRow
{
    /// <summary>The application's own id, 1 to 256 UTF-8 bytes.</summary>
    public required string Id { get; init; }

    /// <summary>A JSON object; each value is a boolean, a number, a text, a timestamp or an array of texts.</summary>
    public JsonElement? Properties { get; init; }

    /// <summary>When it was last written; said by the server only.</summary>
    public DateTimeOffset? ChangedAt { get; init; }
}

/// <summary>What became of a batch of items or users.</summary>
public sealed record PropertiesAnswer
{
    /// <summary>Rows that are durable and visible now.</summary>
    public required int Accepted { get; init; }

    /// <summary>Rows that were refused: they changed nothing.</summary>
    public required int Refused { get; init; }

    /// <summary>One verdict for each row, in order.</summary>
    public required IReadOnlyList<RowVerdict> Rows { get; init; }
}

/// <summary>A page of the catalog.</summary>
public sealed record ItemsPage
{
    /// <summary>Items in the order in which they were first seen.</summary>
    public required IReadOnlyList<PropertiesRow> Items { get; init; }

    /// <summary>Items in the catalog altogether.</summary>
    public required int Total { get; init; }

    /// <summary>Given as <c>from</c>, it asks for the next page; null on the last.</summary>
    public string? Next { get; init; }
}

/// <summary>The properties known so far and their types, fixed by the first value seen.</summary>
public sealed record PropertySchemas
{
    /// <summary>Of items, by name.</summary>
    public required IReadOnlyList<PropertyColumn> Items { get; init; }

    /// <summary>Of users, by name.</summary>
    public required IReadOnlyList<PropertyColumn> Users { get; init; }
}

/// <summary>One property.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type"><c>boolean, number, text, timestamp, set of text, geo point</c> or <c>vector</c>.</param>
public sealed record PropertyColumn(string Name, string Type);
