using Attune.Events;

namespace Attune.Columns;

/// <summary>How the generated events are spread: few items and users have most of them, as in a shop.</summary>
/// <param name="Events">How many.</param>
/// <param name="Users">Of how many users.</param>
/// <param name="Items">With how many items.</param>
/// <param name="Days">Over how many days, from 2026-01-01, in the order of time.</param>
sealed record EventShape(int Events, int Users, int Items, int Days)
{
    const int BatchEvents = 100_000;
    static readonly EventType[] Types = [EventType.View, EventType.View, EventType.View, EventType.View, EventType.View, EventType.Click, EventType.Cart, EventType.Purchase];

    /// <summary>The first event's time.</summary>
    public static EventTime First { get; } = EventTime.From(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));

    /// <summary>The events in batches: the same ones each time.</summary>
    public IEnumerable<EventBatch> Batches()
    {
        var random = new Random(7);
        var step = Days * 86_400L * EventTime.MicrosPerSecond / Events;
        for (var offset = 0; offset < Events; offset += BatchEvents)
        {
            var events = new UserEvent[Math.Min(BatchEvents, Events - offset)];
            for (var at = 0; at < events.Length; at++)
            {
                var type = Types[random.Next(Types.Length)];
                var user = Skewed(random, Users);
                events[at] = new UserEvent
                {
                    EventId = $"event-{offset + at:x10}",
                    Type = type,
                    User = user % 5 == 0 ? null : new UserId($"user-{user}"),
                    Session = new SessionId($"session-{user}-{(offset + at) / (Events / Days)}"),
                    Item = new ItemId($"item-{Skewed(random, Items)}"),
                    Time = new EventTime(First.Micros + (step * (offset + at))),
                    Value = type == EventType.Purchase ? random.Next(100, 100_000) / 100.0 : null,
                };
            }

            yield return new EventBatch(0, offset, new EventTime(First.Micros + (step * offset)), events);
        }
    }

    static int Skewed(Random random, int count) => (int)(Math.Pow(random.NextDouble(), 2.5) * count);
}
