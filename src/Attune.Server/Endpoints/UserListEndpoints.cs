using System.Text.Json;
using Attune.Access;
using Attune.Client.Wire;
using Attune.Events;
using Attune.Recommending;
using Attune.Recommending.Lists;
using Attune.Recommending.Lists.Audiences;
using Attune.Server.Access;
using Attune.Server.Bodies;
using Attune.Server.Describing;
using Attune.Server.Problems;

namespace Attune.Server.Endpoints;

/// <summary>Users for an item, users like a user, and the categories or brands that suit a user.</summary>
static class UserListEndpoints
{
    const string Group = "Lists";
    const int MostValues = 100;
    const int MostItems = 20;

    static readonly IntegerParameter Users = new("count", 1, UserLists.MaxCount, 10, "Most users wanted.");
    static readonly IntegerParameter Deadline = new("deadline", 1, 5_000, 1_000, "Longest time to answer, in milliseconds. The first question of a while looks at all users, which may take longer: then it is answered without them.");
    static readonly IntegerParameter Values = new("count", 1, MostValues, 10, "Most values wanted.");
    static readonly IntegerParameter Items = new("items", 0, MostItems, 0, "Most items of each value, those that suit the user best.");

    /// <summary>Maps them.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.Map("GET", "/v1/items/{id}/users", OfItemAsync, new()
        {
            Group = Group,
            Summary = "Lists the users most likely to take an item up.",
            Remarks = "Without those who bought, disliked or hid it. Who is looked at is as of asOf; their scores, and what keeps them out, are of now. Empty for an item nobody knows or no generation can place.",
            Scope = ApiScope.Write,
            Query = [Users, Deadline],
            Answer = typeof(UsersAnswer),
        });
        routes.Map("GET", "/v1/users/{id}/similar-users", LikeUserAsync, new()
        {
            Group = Group,
            Summary = "Lists the users whose taste is most like a user's.",
            Remarks = "By the cosine of their vectors. Who is looked at is as of asOf; their scores are of now. Empty for a user of whom nothing is known.",
            Scope = ApiScope.Write,
            Query = [Users, Deadline],
            Answer = typeof(UsersAnswer),
        });
        routes.Map("GET", "/v1/users/{id}/values/{property}", ValuesAsync, new()
        {
            Group = Group,
            Summary = "Lists the values of an item property, as categories or brands, that suit a user.",
            Remarks = "By what the user took up, what would be recommended now, and the catalog. A user never seen gets the values of what trends.",
            Scope = ApiScope.Read,
            Query = [Values, Items, .. RecommendationParameters.ForUser.Where(parameter => parameter.Name is not ("count" or "explain"))],
            Answer = typeof(ValuesAnswer),
        });
    }

    static ItemLists Lists(HttpContext context) => Caller.Of(context).Tenant.Workspace.Lists;

    static Task OfItemAsync(HttpContext context) =>
        FindAsync(context, (id, count, within) => Lists(context).Users.OfItemAsync(new ItemId(id), count, within, context.RequestAborted));

    static Task LikeUserAsync(HttpContext context) =>
        FindAsync(context, (id, count, within) => Lists(context).Users.LikeUserAsync(new UserId(id), count, within, context.RequestAborted));

    static Task FindAsync(HttpContext context, Func<string, int, TimeSpan, ValueTask<FoundUsers>> find) => PathId.WithAsync(
        context,
        faults => (Count: Users.Read(context.Request, faults), Within: TimeSpan.FromMilliseconds(Deadline.Read(context.Request, faults))),
        async (id, asked) => await WriteAsync(context, await find(id, asked.Count, asked.Within)));

    static async Task WriteAsync(HttpContext context, FoundUsers found)
    {
        var answer = new UsersAnswer
        {
            Users = [.. found.Users.Select(user => new AnswerUser(user.User.Value, JsonAnswer.Short((float)user.Score)))],
            Generation = found.Generation,
            AsOf = found.AsOf?.ToDateTimeOffset(),
            TookMs = Math.Round(found.Took.TotalMilliseconds, 3),
        };
        await JsonAnswer.WriteAsync(context, answer, WireJson.Default.UsersAnswer);
    }

    static Task ValuesAsync(HttpContext context) => PathId.WithAsync(
        context,
        faults => (Count: Values.Read(context.Request, faults), Items: Items.Read(context.Request, faults), Request: RecommendationParameters.Read(context.Request, faults)),
        (id, asked) => ValuesAsync(context, asked.Request with { User = new UserId(id) }, asked.Count, asked.Items));

    static async Task ValuesAsync(HttpContext context, RecommendationRequest request, int count, int items)
    {
        var property = context.Request.RouteValues["property"] as string ?? "";
        switch (await Lists(context).ValuesAsync(request, property, count, items, context.RequestAborted))
        {
            case ValuesOutcome.Answered(var values):
                context.Response.ContentType = JsonAnswer.ContentType;
                Write(context, values);
                await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
                break;
            case ValuesOutcome.Refused(var (field, value, limit, fault)):
                await ProblemAnswer.WriteAsync(context, ProblemKinds.Invalid(field, value, limit, fault?.Position, fault?.Suggestion));
                break;
        }
    }

    static void Write(HttpContext context, UserValues values)
    {
        using var writer = new Utf8JsonWriter(context.Response.BodyWriter, JsonAnswer.Options);
        writer.WriteStartObject();
        writer.WriteStartArray("values"u8);
        foreach (var value in values.Values)
        {
            writer.WriteStartObject();
            writer.WriteString("value"u8, value.Value);
            writer.WriteNumber("share"u8, Math.Round(value.Share, 6));
            writer.WriteNumber("catalogShare"u8, Math.Round(value.CatalogShare, 6));
            if (value.Items.Count > 0)
            {
                RecommendationText.WriteItems(writer, value.Items);
            }

            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteNumber("generation"u8, values.Generation);
        writer.WriteNumber("tookMs"u8, Math.Round(values.Took.TotalMilliseconds, 3));
        writer.WriteEndObject();
    }
}
