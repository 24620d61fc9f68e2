using Attune.Events;

namespace Attune.Cluster.Tests.ClickHouse;

/// <summary>Questions people ask, in the words that DuckDB, the old ClickHouse and a current one all understand.</summary>
public static class QuestionTexts
{
    /// <summary>Three users, four items, two days.</summary>
    public static EventBatch Events => new(0, 0, At(99), [.. Enumerable.Range(0, 24).Select(number => new UserEvent
    {
        EventId = $"e{number}",
        Type = number % 4 == 0 ? EventType.Purchase : EventType.View,
        User = number % 3 == 2 ? null : new UserId($"u{number % 3}"),
        Session = new SessionId($"s{number % 6}"),
        Item = new ItemId($"i{number % 4}"),
        Time = At(number * 2),
        Value = number % 4 == 0 ? number : null,
    })]);

    /// <summary>A question and how many rows answer it.</summary>
    public static TheoryData<string, int> All => new()
    {
        { "SELECT count(*) AS events FROM events", 1 },
        { "SELECT type, count(*) AS events FROM events GROUP BY type ORDER BY events DESC", 2 },
        { "SELECT item_id, count(*) AS n FROM events WHERE type = 'purchase' GROUP BY item_id ORDER BY n DESC, item_id LIMIT 10", 1 },
        { "SELECT count(DISTINCT user_id) FROM events", 1 },
        { "SELECT item_id, sum(value) AS turnover FROM events WHERE value IS NOT NULL GROUP BY item_id HAVING sum(value) > 0", 1 },
        { "SELECT * FROM events WHERE user_id = 'u1' ORDER BY happened_at DESC LIMIT 5", 5 },
        { "SELECT session_id, min(happened_at) AS began, max(happened_at) AS ended FROM events GROUP BY session_id ORDER BY began", 6 },
        { "SELECT item_id FROM events WHERE user_id IS NULL AND happened_at >= '2026-03-02 00:00:00'", 4 },
        { "SELECT CAST(happened_at AS DATE) AS day, count(*) AS n FROM events GROUP BY day ORDER BY day", 2 },
        { "SELECT avg(n) FROM (SELECT user_id, count(*) AS n FROM events WHERE user_id IS NOT NULL GROUP BY user_id) AS users", 1 },
        { "SELECT item_id FROM events WHERE item_id IN (SELECT item_id FROM events WHERE type = 'purchase') AND type = 'view'", 0 },
        { "SELECT CASE WHEN value > 10 THEN 'dear' ELSE 'cheap' END AS price, count(*) AS n FROM events WHERE type = 'purchase' GROUP BY price", 2 },
    };

    static EventTime At(int hour) => EventTime.From(new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.Zero).AddHours(hour));
}
