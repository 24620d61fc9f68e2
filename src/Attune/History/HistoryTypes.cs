using Attune.Events;

namespace Attune.History;

/// <summary>What is archived, in numbers.</summary>
/// <param name="Events">Rows.</param>
/// <param name="Users">Distinct profile keys.</param>
/// <param name="Items">Distinct items named.</param>
/// <param name="First">The earliest event's time; null where there is none.</param>
/// <param name="Last">The latest event's time; null where there is none.</param>
/// <param name="Archived">The offset after the last archived event, by partition.</param>
public sealed record HistorySummary(long Events, long Users, long Items, EventTime? First, EventTime? Last, LogToken Archived);

/// <summary>Which interactions training reads.</summary>
public sealed record InteractionQuery
{
    /// <summary>Only events at or after this instant; null for all.</summary>
    public EventTime? From { get; init; }

    /// <summary>Only events before this instant; null for all.</summary>
    public EventTime? Before { get; init; }

    /// <summary>Only of this share of the users, the same ones in every history (<see cref="UserSample"/>). Above 0, to 1; default 1.</summary>
    public double UserShare { get; init; } = 1;
}

/// <summary>
/// Interactions as columns of one length, by ascending time (ties by offset). Users and items are numbered from 0 in the
/// order of their first appearance; the numbers mean nothing outside this object.
/// </summary>
public sealed record InteractionColumns
{
    /// <summary>By user index: the profile key's text.</summary>
    public required string[] UserIds { get; init; }

    /// <summary>By item index: the item's id.</summary>
    public required string[] ItemIds { get; init; }

    /// <summary>By row: the user's index.</summary>
    public required int[] Users { get; init; }

    /// <summary>By row: the item's index.</summary>
    public required int[] Items { get; init; }

    /// <summary>By row: <see cref="EventType.Code"/>.</summary>
    public required byte[] Types { get; init; }

    /// <summary>By row: when it happened, in microseconds since 1970.</summary>
    public required long[] Times { get; init; }

    /// <summary>By row: the event's value; NaN where it has none.</summary>
    public required float[] Values { get; init; }

    /// <summary>The offset after the last archived event when this was read, by partition.</summary>
    public required LogToken Archived { get; init; }

    /// <summary>Columns of so many rows, to be filled by the history that made them; no ids yet.</summary>
    public static InteractionColumns OfRows(long rows, LogToken archived) => new()
    {
        UserIds = [],
        ItemIds = [],
        Users = new int[rows],
        Items = new int[rows],
        Types = new byte[rows],
        Times = new long[rows],
        Values = new float[rows],
        Archived = archived,
    };
}

/// <summary>What one query may use.</summary>
/// <param name="Rows">Most rows returned; more are cut and said to be.</param>
/// <param name="Time">Longest run.</param>
public sealed record QueryLimits(int Rows, TimeSpan Time)
{
    /// <summary>10 000 rows, 30 seconds.</summary>
    public static QueryLimits Default { get; } = new(10_000, TimeSpan.FromSeconds(30));
}

/// <summary>The answer to a query.</summary>
/// <param name="Columns">Name and SQL type, in order.</param>
/// <param name="Rows">Each as long as <paramref name="Columns"/>; values are null, bool, long, double, decimal, string or DateTimeOffset.</param>
/// <param name="Cut">True where there were more rows than the limit.</param>
public sealed record QueryAnswer(
    IReadOnlyList<(string Name, string Type)> Columns, IReadOnlyList<IReadOnlyList<object?>> Rows, bool Cut);

/// <summary>A query that was refused or failed; the message is for the person who wrote it.</summary>
public sealed class HistoryQueryException(string message) : Exception(message);
