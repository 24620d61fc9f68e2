using System.Text;
using Attune.Events;
using Attune.History;

namespace Attune.Embedded.Tests.History;

/// <summary>What is together, in plain words: the histories are held to it.</summary>
static class TogetherDefinition
{
    public static CoOccurrenceCounts Count(IEnumerable<EventBatch> batches, CoOccurrenceQuery query)
    {
        var events = batches.SelectMany(batch => batch.Events.Select((happened, at) => (batch.Partition, Offset: batch.BaseOffset + at, Event: happened)));
        var users = events
            .Where(row => row.Event.Item is not null && !(row.Event.Time < query.From) && !(row.Event.Time >= query.Before))
            .Where(row => query.Types?.Contains(row.Event.Type) ?? true)
            .GroupBy(row => row.Event.ProfileKey.Value)
            .Where(user => UserSample.Number(user.Key) < UserSample.Limit(query.UserShare) && user.Count() <= query.LongestUser)
            .Select(user => user.OrderBy(row => row.Event.Time.Micros).ThenBy(row => row.Partition).ThenBy(row => row.Offset).Select(row => row.Event).ToList())
            .ToList();
        var items = users.SelectMany(user => user.Select(happened => happened.Item!.Value.Value).Distinct())
            .GroupBy(item => item).Select(item => (item.Key, item.LongCount())).OrderBy(item => item.Key, Comparer<string>.Create(ByBytes)).ToList();
        var pairs = users.SelectMany(user => Pairs(user, query).Distinct())
            .GroupBy(pair => pair).Select(pair => (pair.Key.Item, pair.Key.Partner, Users: pair.LongCount()))
            .Where(pair => pair.Users >= query.FewestUsers)
            .GroupBy(pair => pair.Item).OrderBy(item => item.Key, Comparer<string>.Create(ByBytes))
            .SelectMany(item => item.OrderByDescending(pair => pair.Users).ThenBy(pair => pair.Partner, Comparer<string>.Create(ByBytes)).Take(query.Partners))
            .ToList();
        return CoOccurrenceCounts.Of(users.Count, items, pairs);
    }

    static IEnumerable<(string Item, string Partner)> Pairs(List<UserEvent> user, CoOccurrenceQuery query)
    {
        for (var first = 0; first < user.Count; first++)
        {
            for (var second = first + 1; second < user.Count && second <= first + query.Steps; second++)
            {
                var (a, b) = (user[first].Item!.Value.Value, user[second].Item!.Value.Value);
                if (a != b && user[second].Time.Since(user[first].Time) <= query.Window)
                {
                    yield return (a, b);
                    yield return (b, a);
                }
            }
        }
    }

    static int ByBytes(string a, string b) => Encoding.UTF8.GetBytes(a).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(b));
}
