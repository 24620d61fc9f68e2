using Attune.Events;

namespace Attune.Tests.Live;

/// <summary>Events for tests: by hand, and made at random from a seed.</summary>
static class Happenings
{
    /// <summary>2025-01-01T00:00:00Z.</summary>
    public static readonly EventTime Start = new(1_735_689_600_000_000);

    public static UserEvent By(string user, EventType type, string? item, int seconds = 0, double? value = null) => new()
    {
        EventId = $"{user}-{type}-{item}-{seconds}",
        Type = type,
        User = new UserId(user),
        Item = item is null ? null : new ItemId(item),
        Time = Start.Plus(TimeSpan.FromSeconds(seconds)),
        Value = value,
    };

    /// <summary>All types, users and sessions, some late, some without an item.</summary>
    public static List<UserEvent> Random(int seed, int count, int users = 8, int items = 60)
    {
        var random = new Random(seed);
        var events = new List<UserEvent>(count);
        Assert.True(EventType.TryParse("custom:shared", out var custom));
        EventType[] types = [.. EventType.Known, custom];
        for (var i = 0; i < count; i++)
        {
            var type = types[random.Next(types.Length)];
            var user = random.Next(users);
            events.Add(new UserEvent
            {
                EventId = $"e{i}",
                Type = type,
                User = user % 3 == 0 ? null : new UserId($"user {user}"),
                Session = user % 3 == 0 ? new SessionId($"visit {user}") : null,
                Item = type == EventType.Search && random.Next(2) == 0 ? null : new ItemId($"item {random.Next(items)}"),
                Time = Start.Plus(TimeSpan.FromMilliseconds((i * 40_000.0) - random.Next(random.Next(10) == 0 ? 10_000_000 : 5_000))),
                Value = type == EventType.Rating ? 1 + random.Next(5) : type == EventType.Portion ? random.NextDouble() : null,
            });
        }

        return events;
    }

    /// <summary>Ordinals in the order of first appearance, as a catalog gives them.</summary>
    public static Func<IReadOnlyList<ItemId>, CancellationToken, ValueTask<int[]>> Numbering()
    {
        var known = new Dictionary<ItemId, int>();
        return (ids, _) =>
        {
            lock (known)
            {
                return new([.. ids.Select(id => known.TryGetValue(id, out var at) ? at : known[id] = known.Count)]);
            }
        };
    }
}
