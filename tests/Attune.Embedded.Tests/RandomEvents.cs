using Attune.Events;

namespace Attune.Embedded.Tests;

/// <summary>Events of every shape, from a seed.</summary>
sealed class RandomEvents(int seed)
{
    const string Letters = "abcXYZ019 -_:/\"\\\u00e4\u00df\u20ac\u4e16\u754c";

    readonly Random _random = new(seed);
    long _number;

    public UserEvent Next()
    {
        var isCustom = _random.Next(8) == 0;
        var custom = EventType.TryParse("custom:" + Text(1, 20), out var parsed) ? parsed : EventType.View;
        var hasUser = _random.Next(4) > 0;
        return new UserEvent
        {
            EventId = $"e{_number++}",
            Type = isCustom ? custom : EventType.Known[_random.Next(EventType.Known.Count)],
            User = hasUser ? new UserId(Text(1, 40)) : null,
            Session = !hasUser || _random.Next(2) == 0 ? new SessionId(Text(1, 256)) : null,
            Item = _random.Next(10) > 0 ? new ItemId(Text(1, 256)) : null,
            Time = new EventTime(_random.NextInt64(long.MinValue, long.MaxValue)),
            Value = _random.Next(3) switch { 0 => null, 1 => _random.NextDouble() * 1e6, _ => -0.0 },
            RecommendationId = _random.Next(3) == 0 ? Text(1, 30) : null,
            Context = _random.Next(5) == 0 ? Text(2, 4096) : null,
        };
    }

    public UserEvent[] Next(int count) => [.. Enumerable.Range(0, count).Select(_ => Next())];

    public string Text(int least, int most)
    {
        var text = new char[_random.Next(least, most + 1)];
        for (var at = 0; at < text.Length; at++)
        {
            text[at] = Letters[_random.Next(Letters.Length)];
        }

        if (text.Length > 1 && _random.Next(3) == 0)
        {
            "\U0001F6D2".CopyTo(text); // one character beyond 16 bits
        }

        return new string(text);
    }
}
