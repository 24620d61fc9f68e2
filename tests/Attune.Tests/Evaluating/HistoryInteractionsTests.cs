using Attune.Evaluating;
using Attune.Events;
using Attune.History;

namespace Attune.Tests.Evaluating;

public class HistoryInteractionsTests
{
    [Fact]
    public void Strengths_are_those_of_the_event_weights_and_what_says_nothing_is_left_out()
    {
        var columns = Columns(
            (EventType.View, float.NaN), (EventType.Purchase, 3), (EventType.Rating, 5), (EventType.Rating, 1),
            (EventType.Impression, float.NaN), (EventType.Hide, float.NaN));

        var interactions = HistoryInteractions.From(columns, new EventWeights());

        // The impression goes; the poor rating and the hide stay with strength 0, so that their items count as known.
        Assert.Equal([1f, 5f, 4f, 0f, 0f], interactions.Strength.Span);
        Assert.Equal([0, 1, 2, 3, 5], interactions.Item.Span);
    }

    internal static InteractionColumns Columns(params (EventType Type, float Value)[] rows) => new()
    {
        UserIds = ["u:1"],
        ItemIds = [.. rows.Select((_, n) => $"item {n}")],
        Users = new int[rows.Length],
        Items = [.. Enumerable.Range(0, rows.Length)],
        Types = [.. rows.Select(row => row.Type.Code)],
        Times = [.. Enumerable.Range(0, rows.Length).Select(n => (long)n)],
        Values = [.. rows.Select(row => row.Value)],
        Archived = LogToken.None,
    };
}
