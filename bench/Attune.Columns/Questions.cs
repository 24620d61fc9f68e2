namespace Attune.Columns;

/// <summary>What is asked: the same words for every engine.</summary>
static class Questions
{
    public static IEnumerable<(string Name, string Sql)> All(EventShape shape)
    {
        var lastDay = $"{EventShape.First.ToDateTimeOffset().AddDays(shape.Days - 1):yyyy-MM-dd} 00:00:00";
        yield return ("events by type", "SELECT type, count(*) AS n FROM events GROUP BY type ORDER BY n DESC");
        yield return ("events and users by day", "SELECT CAST(happened_at AS DATE) AS day, count(*) AS n, count(DISTINCT user_id) AS users FROM events GROUP BY day ORDER BY day");
        yield return ("100 most viewed items of the last day", $"SELECT item_id, count(*) AS n FROM events WHERE type = 'view' AND happened_at >= '{lastDay}' GROUP BY item_id ORDER BY n DESC, item_id LIMIT 100");
        yield return ("turnover of the 100 best items", "SELECT item_id, sum(value) AS turnover, count(*) AS n FROM events WHERE type = 'purchase' GROUP BY item_id ORDER BY turnover DESC LIMIT 100");
        yield return ("what one user did last", "SELECT type, item_id, happened_at FROM events WHERE user_id = 'user-4321' ORDER BY happened_at DESC LIMIT 50");
        yield return ("users who looked and did not buy", "SELECT count(*) AS n FROM (SELECT user_id, sum(CASE WHEN type = 'purchase' THEN 1 ELSE 0 END) AS bought FROM events WHERE user_id IS NOT NULL GROUP BY user_id) AS users WHERE bought = 0");
        yield return ("mean events of a session", "SELECT avg(n) AS mean FROM (SELECT session_id, count(*) AS n FROM events GROUP BY session_id) AS sessions");
        yield return ("items bought by who bought the best one", "SELECT item_id, count(DISTINCT user_id) AS n FROM events WHERE type = 'purchase' AND user_id IN (SELECT user_id FROM events WHERE type = 'purchase' AND item_id = 'item-0') GROUP BY item_id ORDER BY n DESC, item_id LIMIT 20");
    }
}
