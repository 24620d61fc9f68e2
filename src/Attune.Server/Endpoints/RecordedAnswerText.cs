using Attune.Client.Wire;
using Attune.Events;
using Attune.Recommending;
using Attune.Recommending.Answers;
using Attune.Server.Bodies;

namespace Attune.Server.Endpoints;

/// <summary>Shows an answer that was given.</summary>
static class RecordedAnswerText
{
    /// <summary>The answer in the form of the wire.</summary>
    public static RecordedAnswer Of(AnswerRecord record) => new()
    {
        RecommendationId = record.RecommendationId,
        Follows = record.Follows,
        Question = Question(record.Request),
        Given = Names(record.Request.Given),
        Time = record.Time.ToDateTimeOffset(),
        Scenario = record.Scenario,
        ScenarioVersion = record.ScenarioVersion,
        Items = [.. record.Items.Select(Item)],
        Left = Names(record.Left),
        Generation = record.Generation,
        Watermark = record.Watermark.ToString(),
        Rung = RecommendationText.NameOf(record.Rung),
        TookMs = Math.Round(record.Took.TotalMilliseconds, 3),
    };

    /// <summary>How it came out when it was made again.</summary>
    public static ReplayAnswer Of(string id, AnswerReplay replay) => new(
        id,
        replay.Identical,
        replay.Reasons,
        [.. replay.Differences.Select(difference => new ReplayedPlace(
            difference.Place, Item(difference.Given, difference.GivenScore), Item(difference.Again, difference.AgainScore)))]);

    static ReplayedItem? Item(ItemId? item, float score) => item is { } known ? new ReplayedItem(known.Value, JsonAnswer.Short(score)) : null;

    static RecommendationQuestion Question(RecommendationRequest request) => new()
    {
        UserId = request.User?.Value,
        SessionId = request.Session?.Value,
        ItemId = request.Item?.Value,
        Cart = Names(request.Cart),
        Relation = request.Relation is { } relation ? ItemRelations.Names[(int)relation] : null,
        Events = request.Events.Count == 0 ? null : [.. request.Events.Select(Event)],
        Scenario = request.Scenario,
        Count = request.Count,
        Filter = request.Filter,
        Exclude = Names(request.Exclude),
        Deadline = (int)request.Deadline.TotalMilliseconds,
        Explain = request.Explain ? true : null,
    };

    static QuestionEvent Event(RequestEvent happened) =>
        new(happened.Type.Name, happened.Item.Value, happened.Time?.ToDateTimeOffset(), happened.Value);

    static RecordedItem Item(AnsweredItem item)
    {
        var parts = new Dictionary<string, double>();
        foreach (var (source, score) in item.Parts)
        {
            parts.Add(source, JsonAnswer.Short(score));
        }

        return new RecordedItem
        {
            Id = item.Item.Value,
            Score = JsonAnswer.Short(item.Score),
            Reason = item.Reason,
            Placed = item.Placed,
            Propensity = JsonAnswer.Short(item.Propensity),
            Parts = parts,
        };
    }

    static string[]? Names(IReadOnlyList<ItemId> items) => items.Count == 0 ? null : [.. items.Select(item => item.Value)];
}
