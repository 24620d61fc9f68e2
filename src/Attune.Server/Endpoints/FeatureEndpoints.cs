using System.Text.Json;
using Attune.Access;
using Attune.Client.Wire;
using Attune.Events;
using Attune.Featuring;
using Attune.Recommending;
using Attune.Server.Access;
using Attune.Server.Bodies;
using Attune.Server.Describing;
using Attune.Server.Problems;

namespace Attune.Server.Endpoints;

/// <summary>What is known of users and items just now, in named numbers.</summary>
static class FeatureEndpoints
{
    const int MostIds = 1_000;
    const int DefaultMilliseconds = 1_000;

    static readonly int MostMilliseconds = (int)RecommendationRequest.MaxDeadline.TotalMilliseconds;
    static readonly TextParameter After = new("after", RecommendationParameters.TokenBytes, "The token of an acknowledgement: the answer waits, within its deadline, until it knows those events.");
    static readonly IntegerParameter Deadline = new("deadline", 1, MostMilliseconds, DefaultMilliseconds, "Longest wait for them, in milliseconds; then the watermark says what is known.");

    /// <summary>Maps them.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.Map("GET", "/v1/users/{id}/features", UserAsync, Reading("Shows what is known of a user just now, in numbers.") with
        {
            Remarks = "Of a user never seen, those of nothing, and known is false. Numbers are as of asOf and know every event up to watermark.",
            Query = [After, Deadline],
            Answer = typeof(OneFeaturesAnswer),
        });
        routes.Map("GET", "/v1/items/{id}/features", ItemAsync, Reading("Shows what is known of an item just now, in numbers.") with
        {
            Remarks = "Of an item never seen, those of nothing, and known is false. Numbers are as of asOf and know every event up to watermark.",
            Query = [After, Deadline],
            Answer = typeof(OneFeaturesAnswer),
        });
        routes.Map("GET", "/v1/features", ListAsync, Reading("Lists the features there are: names, units, what they mean.") with { Answer = typeof(FeatureDefinitions) });
        routes.Map("POST", "/v1/features", ManyAsync, Reading("Shows what is known of up to 1 000 users and 1 000 items just now, as of one moment.") with
        {
            Body = typeof(FeaturesQuestion),
            Answer = typeof(FeaturesAnswer),
            Problems = [413, 415],
        });
    }

    // As the profile: a key that is safe in a browser must not read what others did.
    static EndpointDescription Reading(string summary) => new() { Group = "Features", Summary = summary, Scope = ApiScope.Write };

    static LiveFeatures Features(HttpContext context) => Caller.Of(context).Tenant.Workspace.Features;

    static Task UserAsync(HttpContext context) => OneAsync(context, id => ([new UserId(id)], []));

    static Task ItemAsync(HttpContext context) => OneAsync(context, id => ([], [new ItemId(id)]));

    static Task OneAsync(HttpContext context, Func<string, (UserId[] Users, ItemId[] Items)> of) => PathId.WithAsync(
        context,
        faults => (After: RecommendationParameters.Token("after", After.Read(context.Request, faults), faults), Wait: Deadline.Read(context.Request, faults)),
        async (id, asked) =>
        {
            var (users, items) = of(id);
            var features = Features(context);
            var read = await features.ReadAsync(users, items, asked.After, TimeSpan.FromMilliseconds(asked.Wait), context.RequestAborted);
            var (definitions, row) = users.Length > 0 ? (features.OfUser, read.Users[0]) : (features.OfItem, read.Items[0]);
            await JsonAnswer.WriteAsync(context, FeatureText.One(definitions, row, read), WireJson.Default.OneFeaturesAnswer);
        });

    static Task ListAsync(HttpContext context) =>
        JsonAnswer.WriteAsync(context, FeatureText.Definitions(Features(context)), WireJson.Default.FeatureDefinitions);

    static Task ManyAsync(HttpContext context) => JsonBody.WithAsync(context, Read, asked => ManyAsync(context, asked));

    static Asked Read(JsonElement body, Faults faults)
    {
        var fields = new BodyFields(body, "", faults);
        fields.RefuseOthers("users", "items", "after", "deadline");
        var users = RecommendationBody.Ids(fields, "users", MostIds, faults);
        var items = RecommendationBody.Items(fields, "items", MostIds, faults);
        var after = RecommendationParameters.Token("after", fields.Text("after", RecommendationParameters.TokenBytes), faults);
        var wait = fields.Integer("deadline", 1, MostMilliseconds) ?? DefaultMilliseconds;
        if (users.Count + items.Count == 0 && !faults.Any)
        {
            faults.Add("users", null, "At least one id, of a user or an item.");
        }

        return new([.. users.Select(id => new UserId(id))], items, after, TimeSpan.FromMilliseconds(wait));
    }

    static async Task ManyAsync(HttpContext context, Asked asked)
    {
        var features = Features(context);
        var read = await features.ReadAsync(asked.Users, asked.Items, asked.After, asked.Wait, context.RequestAborted);
        await JsonAnswer.WriteAsync(context, FeatureText.Many(features, read), WireJson.Default.FeaturesAnswer);
    }

    sealed record Asked(IReadOnlyList<UserId> Users, IReadOnlyList<ItemId> Items, LogToken After, TimeSpan Wait);
}
