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

    static Task FindAsync(HttpContext context)
    {
        var faults = new Faults();
        return PathId.Read(context, "id", faults) is { } id
            ? WriteAsync(context, Blocks(context).Of(new UserId(id)))
            : ProblemAnswer.WriteAsync(context, ProblemKinds.Invalid(faults.Errors));
    }

    static async Task SaveAsync(HttpContext context)
    {
        using var body = await JsonBody.ReadAsync(context);
        if (body is null)
        {
            return;
        }

        var faults = new Faults();
        var id = PathId.Read(context, "id", faults);
        var fields = new BodyFields(body.Root, "", faults);
        fields.RefuseOthers("items", "filters");
        var list = new BlockList(
            [.. RecommendationBody.Items(fields, "items", BlockList.MaxItems, faults).Select(item => item.Value)], Filters(fields, faults));
        if (id is not null && !faults.Any)
        {
            if (await Blocks(context).SaveAsync(new UserId(id), list, context.RequestAborted) is not BlocksOutcome.Refused(var refused))
            {
                await WriteAsync(context, list);
                return;
            }

            foreach (var fault in refused)
            {
                faults.Add(fault.Field, fault.Value, fault.Limit, fault.Filter?.Position, fault.Filter?.Suggestion);
            }
        }

        await ProblemAnswer.WriteAsync(context, ProblemKinds.Invalid(faults.Errors));
    }

    static async Task RemoveAsync(HttpContext context)
    {
        var faults = new Faults();
        if (PathId.Read(context, "id", faults) is not { } id)
        {
            await ProblemAnswer.WriteAsync(context, ProblemKinds.Invalid(faults.Errors));
            return;
        }

        await Blocks(context).RemoveAsync(new UserId(id), context.RequestAborted);
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

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
