using System.Globalization;
using System.Text.Json;
using Attune.Access;
using Attune.Client.Wire;
using Attune.Events;
using Attune.Filtering;
using Attune.Recommending.Blocking;
using Attune.Server.Access;
using Attune.Server.Bodies;
using Attune.Server.Describing;
using Attune.Server.Problems;

namespace Attune.Server.Endpoints;

/// <summary>What a user never wants to be shown.</summary>
static class BlockEndpoints
{
    const string Address = "/v1/users/{id}/blocks";

    /// <summary>Maps them.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.Map("GET", Address, FindAsync, Describe("Shows what a user has blocked.") with { Answer = typeof(BlocksInfo) });
        routes.Map("PUT", Address, SaveAsync, Describe("Blocks items, and whatever fulfils a condition, for a user.") with
        {
            Remarks = "The whole list is given. Every list of the user obeys from the next request on. A condition that does not hold together is refused with its place and what was probably meant.",
            Body = typeof(BlocksInfo),
            Answer = typeof(BlocksInfo),
            Problems = [413, 415],
        });
        routes.Map("DELETE", Address, RemoveAsync, Describe("Lifts all blocks of a user.") with { Status = StatusCodes.Status204NoContent });
    }

    static EndpointDescription Describe(string summary) => new() { Group = "Users", Summary = summary, Scope = ApiScope.Write };

    static UserBlocks Blocks(HttpContext context) => Caller.Of(context).Tenant.Workspace.Blocks;

    static Task FindAsync(HttpContext context) => PathId.WithAsync(context, id => WriteAsync(context, Blocks(context).Of(new UserId(id))));

    static Task SaveAsync(HttpContext context) => PathId.WithBodyAsync(
        context, (body, faults) => ListOf(new BodyFields(body, "", faults), faults), (id, list) => SaveAsync(context, id, list));

    static async Task SaveAsync(HttpContext context, string id, BlockList list)
    {
        if (await Blocks(context).SaveAsync(new UserId(id), list, context.RequestAborted) is not BlocksOutcome.Refused(var refused))
        {
            await WriteAsync(context, list);
            return;
        }

        var faults = new Faults();
        foreach (var fault in refused)
        {
            faults.Add(fault.Field, fault.Value, fault.Limit, fault.Filter?.Position, fault.Filter?.Suggestion);
        }

        await ProblemAnswer.WriteAsync(context, ProblemKinds.Invalid(faults.Errors));
    }

    static BlockList ListOf(BodyFields fields, Faults faults)
    {
        fields.RefuseOthers("items", "filters");
        return new BlockList(
            [.. RecommendationBody.Items(fields, "items", BlockList.MaxItems, faults).Select(item => item.Value)], Filters(fields, faults));
    }

    static Task RemoveAsync(HttpContext context) => PathId.WithAsync(context, async id =>
    {
        await Blocks(context).RemoveAsync(new UserId(id), context.RequestAborted);
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    });

    static List<string> Filters(BodyFields fields, Faults faults)
    {
        var filters = new List<string>();
        foreach (var element in fields.Elements("filters", BlockList.MaxFilters))
        {
            if (element.ValueKind != JsonValueKind.String || element.GetString()!.Length is 0 or > FilterLimits.Length)
            {
                var field = string.Create(CultureInfo.InvariantCulture, $"filters[{filters.Count}]");
                faults.Add(field, BodyFields.Raw(element), string.Create(CultureInfo.InvariantCulture, $"A condition of 1 to {FilterLimits.Length} characters."));
                break;
            }

            filters.Add(element.GetString()!);
        }

        return filters;
    }

    static Task WriteAsync(HttpContext context, BlockList list) =>
        JsonAnswer.WriteAsync(context, new BlocksInfo { Items = list.Items, Filters = list.Filters }, WireJson.Default.BlocksInfo);
}
