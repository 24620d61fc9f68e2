using Attune.Events;

namespace Attune.Evaluating.Datasets;

/// <summary>How a table of events is read. Everything is found by the header where nothing is said.</summary>
public sealed record EventTableSettings
{
    /// <summary>Names of the columns in order, for a file without a header (MovieLens 100k: user, item, rating, time); null: the first line has them.</summary>
    public IReadOnlyList<string>? Columns { get; init; }

    /// <summary>The user's column; null: by its name.</summary>
    public string? User { get; init; }

    /// <summary>The item's column; null: by its name.</summary>
    public string? Item { get; init; }

    /// <summary>The time's column; null: by its name.</summary>
    public string? Time { get; init; }

    /// <summary>The type's column; null: by its name, and where there is none every row is of <see cref="DefaultType"/>.</summary>
    public string? Type { get; init; }

    /// <summary>The value's column; null: by its name.</summary>
    public string? Value { get; init; }

    /// <summary>
    /// The type of rows where no column says it; null: <c>rating</c> where the value is a rating, <c>purchase</c> where it is a
    /// quantity, otherwise <c>view</c>.
    /// </summary>
    public EventType? DefaultType { get; init; }
}
