using Attune.Events;

namespace Attune.History;

/// <summary>Which items are counted as together.</summary>
/// <remarks>
/// Of each profile the events that name an item, in the order of time, partition and offset. Two of them with different items are
/// together where they are at most <see cref="Steps"/> places and at most <see cref="Window"/> apart. A profile counts once for a
/// pair, however often it had it, so that the counts are those of users: what LLR and cosine are worked out from.
/// </remarks>
public sealed record CoOccurrenceQuery
{
    /// <summary>Only events at or after this instant; null for all.</summary>
    public EventTime? From { get; init; }

    /// <summary>Only events before this instant; null for all.</summary>
    public EventTime? Before { get; init; }

    /// <summary>Only events of these types; null for all.</summary>
    public IReadOnlyList<EventType>? Types { get; init; }

    /// <summary>Of which share of the users: <see cref="UserSample"/>. Above 0, to 1; default 1.</summary>
    public double UserShare { get; init; } = 1;

    /// <summary>How far apart in time two events may be. 0 to 36 500 days; default 30 minutes.</summary>
    public TimeSpan Window { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>How many places apart in the profile's order two events may be. 1 to 1 000; default 10.</summary>
    public int Steps { get; init; } = 10;

    /// <summary>A profile with more events than this says nothing of what is together, and is left out whole. 2 to 100 000; default 1 000.</summary>
    public int LongestUser { get; init; } = 1_000;

    /// <summary>Most partners of an item, those most together with it, ties by the partner's id. 1 to 10 000; default 100.</summary>
    public int Partners { get; init; } = 100;

    /// <summary>Pairs of fewer users than this are left out. 1 to 1 000 000 000; default 1.</summary>
    public long FewestUsers { get; init; } = 1;

    /// <summary>Refuses a query that is out of its limits.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A field is; the message says which, its value and its limits.</exception>
    public CoOccurrenceQuery Checked()
    {
        _ = UserSample.Limit(UserShare);
        Within(Window.TotalDays, 0, 36_500, nameof(Window));
        Within(Steps, 1, 1_000, nameof(Steps));
        Within(LongestUser, 2, 100_000, nameof(LongestUser));
        Within(Partners, 1, 10_000, nameof(Partners));
        Within(FewestUsers, 1, 1_000_000_000, nameof(FewestUsers));
        return this;
    }

    static void Within(double value, double least, double most, string field)
    {
        if (!(value >= least && value <= most))
        {
            throw new ArgumentOutOfRangeException(field, value, $"{field} is {least} to {most}.");
        }
    }
}

/// <summary>How many users had which items together. Items are numbered from 0 by ascending id (by its UTF-8).</summary>
/// <remarks>Size: 12 bytes a pair kept, and the items' ids.</remarks>
public sealed record CoOccurrenceCounts
{
    /// <summary>Profiles counted: those with an event of the query and no more events than it allows.</summary>
    public required long Users { get; init; }

    /// <summary>By item: its id.</summary>
    public required string[] ItemIds { get; init; }

    /// <summary>By item: the profiles that had it.</summary>
    public required long[] ItemUsers { get; init; }

    /// <summary>By item: where its pairs begin; one more than there are items.</summary>
    public required int[] Starts { get; init; }

    /// <summary>By pair, those of an item together, by descending count: the other item's number.</summary>
    public required int[] Partners { get; init; }

    /// <summary>By pair: the profiles that had both together.</summary>
    public required long[] Together { get; init; }

    /// <summary>Puts together what an engine counted.</summary>
    /// <param name="users">Profiles counted.</param>
    /// <param name="items">Each item and its profiles, by ascending id.</param>
    /// <param name="pairs">Item, partner, profiles: by ascending item, then as they are to be.</param>
    /// <exception cref="InvalidDataException">A pair names an item that is not among the items, or is out of order.</exception>
    public static CoOccurrenceCounts Of(
        long users, IReadOnlyCollection<(string Item, long Users)> items, IReadOnlyCollection<(string Item, string Partner, long Users)> pairs)
    {
        var numbers = new Dictionary<string, int>(items.Count, StringComparer.Ordinal);
        foreach (var (item, _) in items)
        {
            numbers.Add(item, numbers.Count);
        }

        var starts = new int[items.Count + 1];
        var last = 0;
        foreach (var (item, partner, _) in pairs)
        {
            if (!numbers.TryGetValue(item, out var number) || !numbers.ContainsKey(partner) || number < last)
            {
                throw new InvalidDataException($"The pair of '{item}' and '{partner}' is out of order, or of items that were not counted: events were erased meanwhile.");
            }

            starts[number + 1]++;
            last = number;
        }

        for (var item = 0; item < items.Count; item++)
        {
            starts[item + 1] += starts[item];
        }

        return new CoOccurrenceCounts
        {
            Users = users,
            ItemIds = [.. items.Select(item => item.Item)],
            ItemUsers = [.. items.Select(item => item.Users)],
            Starts = starts,
            Partners = [.. pairs.Select(pair => numbers[pair.Partner])],
            Together = [.. pairs.Select(pair => pair.Users)],
        };
    }
}
