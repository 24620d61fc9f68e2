using Attune.Access;
using Attune.Client.Wire;
using Attune.Erasing;
using Attune.Events;
using Attune.Server.Access;
using Attune.Server.Bodies;
using Attune.Server.Describing;
using Attune.Server.Problems;

namespace Attune.Server.Endpoints;

/// <summary>Users are erased, and the receipts of it shown and checked.</summary>
static class ErasureEndpoints
{
    const string Group = "Users";

    static readonly FlagParameter Erase = new("erase", "True to erase the user from everything, for ever: answered 202 with the receipt, which a job completes.");

    /// <summary>Maps them.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.Map("DELETE", "/v1/users/{id}", DeleteAsync, new()
        {
            Group = Group,
            Summary = "Forgets a user's properties, behaviour stays; with erase=true forgets everything.",
            Remarks = "204 without erase. With it 202 and the receipt: GET /v1/erasures/{id} shows how far it is.",
            Scope = ApiScope.Write,
            Query = [Erase],
            Status = StatusCodes.Status204NoContent,
            Others = [(StatusCodes.Status202Accepted, typeof(ErasureInfo))],
            Problems = [507],
        });
        routes.Map("GET", "/v1/erasures/{id}", FindAsync, new()
        {
            Group = Group,
            Summary = "Shows how far an erasure is; once it is finished, its receipt.",
            Scope = ApiScope.Write,
            Answer = typeof(ErasureInfo),
            Problems = [404],
        });
        routes.Map("POST", "/v1/erasures/{id}/verify", VerifyAsync, new()
        {
            Group = Group,
            Summary = "Looks through everything for what a receipt says is gone.",
            Remarks = "400 where the receipt is of another user. Reads the whole log.",
            Scope = ApiScope.Write,
            Body = typeof(ErasureQuestion),
            Answer = typeof(ErasureVerdict),
            Problems = [404, 413, 415],
            Longest = TimeSpan.FromMinutes(10),
        });
    }

    static Task DeleteAsync(HttpContext context) => PathId.WithAsync(
        context, faults => Erase.Read(context.Request, faults), (id, erase) => DeleteAsync(context, id, erase));

    static async Task DeleteAsync(HttpContext context, string id, bool erase)
    {
        var workspace = Caller.Of(context).Tenant.Workspace;
        if (!erase)
        {
            await PropertyWriting.DeleteAsync(context, workspace.Users.WriteAsync);
            return;
        }

        var (receipt, job) = await workspace.Erasures.RequestAsync(new UserId(id), context.RequestAborted);
        await JsonAnswer.WriteAsync(context, Info(receipt) with { JobId = job.Id }, WireJson.Default.ErasureInfo, StatusCodes.Status202Accepted);
    }

    static async Task FindAsync(HttpContext context)
    {
        var id = context.Request.RouteValues["id"] as string ?? "";
        var receipt = await Caller.Of(context).Tenant.Workspace.Erasures.FindAsync(id, context.RequestAborted);
        await (receipt is null
            ? ProblemAnswer.WriteAsync(context, NoReceipt(id))
            : JsonAnswer.WriteAsync(context, Info(receipt), WireJson.Default.ErasureInfo));
    }

    static Task VerifyAsync(HttpContext context) => JsonBody.WithAsync(
        context,
        (body, faults) =>
        {
            var fields = new BodyFields(body, "", faults);
            fields.RefuseOthers("userId");
            return fields.Text("userId", EventLimits.IdBytes, required: true);
        },
        user => VerifyAsync(context, user!));

    static async Task VerifyAsync(HttpContext context, string user)
    {
        var id = context.Request.RouteValues["id"] as string ?? "";
        var check = await Caller.Of(context).Tenant.Workspace.Erasures.CheckAsync(id, new UserId(user), context.RequestAborted);
        await (check switch
        {
            null => ProblemAnswer.WriteAsync(context, NoReceipt(id)),
            { IsUser: false } => ProblemAnswer.WriteAsync(context, ProblemKinds.Invalid("userId", user, "The user the receipt is of.")),
            _ => JsonAnswer.WriteAsync(
                context, new ErasureVerdict(check.Before!.IsEmpty, Info(check.Before), Info(check.Since!)), WireJson.Default.ErasureVerdict),
        });
    }

    static Problem NoReceipt(string id) => ProblemKinds.NotFound($"There is no erasure '{Faults.Cut(id)}'.");

    static ErasureInfo Info(Erasure receipt) => new()
    {
        Id = receipt.Id,
        State = receipt.State.ToString().ToLowerInvariant(),
        RequestedAt = receipt.RequestedAt.ToDateTimeOffset(),
        RemovedAt = receipt.RemovedAt?.ToDateTimeOffset(),
        FinishedAt = receipt.FinishedAt?.ToDateTimeOffset(),
        TookSeconds = receipt.FinishedAt?.Since(receipt.RequestedAt).TotalSeconds,
        Before = receipt.Before,
        Salt = receipt.Salt,
        UserHash = receipt.UserHash,
        Found = receipt.Found is { } found ? Info(found) : null,
        Left = receipt.Left is { } left ? Info(left) : null,
        LogCopy = receipt.LogCopy?.ToString().ToLowerInvariant(),
        EventsRecounted = receipt.EventsRecounted,
        ListsDropped = receipt.ListsDropped,
        Generation = receipt.Generation,
        GenerationsDeleted = receipt.GenerationsDeleted,
        Digest = receipt.Digest,
    };

    static HoldingsInfo Info(Holdings held) => new(held.Profiles, held.Lists, held.LogRecords, held.HistoryRows, held.Properties, held.Blocks, held.Aliases, held.Answers);
}
