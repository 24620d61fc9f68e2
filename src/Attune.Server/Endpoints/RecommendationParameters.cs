using Attune.Events;
using Attune.Filtering;
using Attune.Recommending;
using Attune.Server.Describing;
using Attune.Server.Problems;

namespace Attune.Server.Endpoints;

/// <summary>The parameters that every question in a query has, and how they become a request.</summary>
static class RecommendationParameters
{
    /// <summary>Longest name of a scenario, in UTF-8 bytes.</summary>
    public const int ScenarioBytes = 64;

    /// <summary>Longest text of a log place, in UTF-8 bytes.</summary>
    public const int TokenBytes = 1024;

    static readonly TextParameter Scenario = new("scenario", ScenarioBytes, "The placement the list is for; default where none is named.");
    static readonly IntegerParameter Count = new("count", 1, RecommendationRequest.MaxCount, RecommendationRequest.DefaultCount, "Most items wanted; the scenario may have another default.");
    static readonly TextParameter Filter = new("filter", FilterLimits.Length, "A condition on item properties, as item.price < 100.");
    static readonly TextParameter After = new("after", TokenBytes, "The token of an acknowledgement: the answer waits, within its deadline, until it knows those events.");
    static readonly IntegerParameter Deadline = new(
        "deadline", 1, (int)RecommendationRequest.MaxDeadline.TotalMilliseconds,
        (int)RecommendationRequest.DefaultDeadline.TotalMilliseconds, "Longest time to answer, in milliseconds; a poorer answer comes rather than a late one.");

    static readonly ColumnsParameter Columns = new(
        "columns", "A column to be worked out for each item of the answer, as name=expression; may be given several times, at most 20.");

    static readonly FlagParameter Explain = new("explain", "true to be told which events and sources brought each item.");
    static readonly ChoiceParameter Relation = new(
        "relation", ItemRelations.Names,
        "similar: what resembles the item or is taken up with it. complements: what is bought with it rather than instead of it. "
        + "boughtAfter: what those who looked at it, and did not buy it, bought in that visit.");

    /// <summary>Events that did not happen.</summary>
    public static readonly PlacesParameter Without = new(
        "without", TokenBytes, "An event of the user that is to count as if it had not happened, by its place in the log as explain names it, like 0-1042; may be given several times.");

    static readonly TextParameter User = new("userId", EventLimits.IdBytes, "The user who looks, where known.");
    static readonly TextParameter Session = new("sessionId", EventLimits.IdBytes, "The visit, where no user is known.");

    /// <summary>Of a question about a user.</summary>
    public static IReadOnlyList<QueryParameter> ForUser { get; } = [Scenario, Count, Filter, Columns, After, Deadline, Explain];

    /// <summary>Of a question that may name who looks.</summary>
    public static IReadOnlyList<QueryParameter> ForAnybody { get; } = [Scenario, Count, Filter, Columns, After, Deadline, User, Session];

    /// <summary>Of a question about an item.</summary>
    public static IReadOnlyList<QueryParameter> ForItem { get; } = [Relation, Scenario, Count, Filter, Columns, After, Deadline, Explain, User, Session];

    /// <summary>Reads what was given; what breaks a limit goes to the faults.</summary>
    public static RecommendationRequest Read(HttpRequest request, Faults faults) => new()
    {
        Scenario = Scenario.Read(request, faults) ?? Recommending.Scenarios.Scenario.DefaultName,
        Count = Count.ReadGiven(request, faults),
        Filter = Filter.Read(request, faults),
        After = Token("after", After.Read(request, faults), faults),
        Deadline = TimeSpan.FromMilliseconds(Deadline.Read(request, faults)),
        Explain = Explain.Read(request, faults),
        Columns = Columns.Read(request, faults),
    };

    /// <summary>A relation of its name; null where there is none.</summary>
    public static ItemRelation? RelationOf(string? name, Faults faults)
    {
        if (name is not null && !ItemRelations.TryParse(name, out _))
        {
            faults.Add("relation", name, $"One of {string.Join(", ", ItemRelations.Names)}.", null, NearestName.Of(name, ItemRelations.Names));
        }

        return name is not null && ItemRelations.TryParse(name, out var relation) ? relation : null;
    }

    /// <summary>The same, with the relation wanted, and the user or visit who looks at an item.</summary>
    public static RecommendationRequest ReadWithVisitor(HttpRequest request, Faults faults) => ReadForAnybody(request, faults) with
    {
        Relation = RelationOf(Relation.Read(request), faults),
    };

    /// <summary>The same as <see cref="Read"/>, with the user or visit who looks.</summary>
    public static RecommendationRequest ReadForAnybody(HttpRequest request, Faults faults) => Read(request, faults) with
    {
        User = Id("userId", User.Read(request, faults), faults) is { } user ? new UserId(user) : null,
        Session = Id("sessionId", Session.Read(request, faults), faults) is { } session ? new SessionId(session) : null,
    };

    /// <summary>A log place from its text; the empty place where there is none.</summary>
    public static LogToken Token(string field, string? text, Faults faults)
    {
        if (text is null)
        {
            return LogToken.None;
        }

        if (LogToken.TryParse(text, out var token))
        {
            return token;
        }

        faults.Add(field, text, "A token as an acknowledgement gives it, like 0-1042.");
        return LogToken.None;
    }

    /// <summary>The id, or null and a fault where it is none.</summary>
    public static string? Id(string field, string? id, Faults faults)
    {
        if (id is null || IdRules.Refuse(id) is not { } limit)
        {
            return id;
        }

        faults.Add(field, id, limit);
        return null;
    }
}
