using System.Text.Json;
using Attune.Access;
using Attune.Catalog;
using Attune.Client.Wire;
using Attune.Events;
using Attune.Merging;
using Attune.Server.Access;
using Attune.Server.Bodies;
using Attune.Server.Describing;
using Attune.Server.Problems;

namespace Attune.Server.Endpoints;

/// <summary>Users become one, users and items get other ids, and all that is held of a user is shown.</summary>
static class MergeEndpoints
{
    /// <summary>Maps them.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.Map("POST", "/v1/users/{id}/merge", MergeAsync, new()
        {
            Group = "Users",
            Summary = "Makes another user, or a session, part of a user.",
            Remarks = "What is sent under the other id later is the user's too. A session whose events name a user later needs no merge: it is made by itself.",
            Scope = ApiScope.Write,
            Body = typeof(MergeQuestion),
            Answer = typeof(MergeAnswer),
            Problems = [409, 413, 415, 507],
        });
        routes.Map("POST", "/v1/users/{id}/rename", RenameUserAsync, Renaming("Users", "a user"));
        routes.Map("POST", "/v1/items/{id}/rename", RenameItemAsync, Renaming("Items", "an item"));
        routes.Map("GET", "/v1/users/{id}/export", ExportAsync, new()
        {
            Group = "Users",
            Summary = "Shows everything held of a user, as one JSON document: ids, properties, blocks, profile, list, answers and every event.",
            Scope = ApiScope.Write,
            Answer = typeof(IReadOnlyDictionary<string, object>),
            Longest = TimeSpan.FromMinutes(10),
        });
    }

    static EndpointDescription Renaming(string group, string one) => new()
    {
        Group = group,
        Summary = $"Gives {one} another id, under which nothing is known yet; the old id stands for it from then on.",
        Scope = ApiScope.Write,
        Body = typeof(RenameQuestion),
        Answer = typeof(MergeAnswer),
        Problems = [404, 409, 413, 415, 507],
    };

    static Task MergeAsync(HttpContext context) => PathId.WithBodyAsync(
        context,
        (body, faults) =>
        {
            var fields = new BodyFields(body, "", faults);
            fields.RefuseOthers("from");
            return FromOf(fields, faults);
        },
        (id, from) => MergeAsync(context, id, from!.Value));

    static async Task MergeAsync(HttpContext context, string id, ProfileKey from)
    {
        var into = new UserId(id);
        if (from == ProfileKey.Of(into))
        {
            await ProblemAnswer.WriteAsync(context, ProblemKinds.Invalid("from.userId", id, "Another user than the one of the path."));
            return;
        }

        await AnswerAsync(context, id, await Caller.Of(context).Tenant.Workspace.Merges.MergeAsync(into, from, context.RequestAborted));
    }

    static ProfileKey? FromOf(BodyFields fields, Faults faults)
    {
        if (!fields.TryGet("from", required: true, out var from))
        {
            return null;
        }

        if (from.ValueKind != JsonValueKind.Object)
        {
            faults.Add("from", BodyFields.Raw(from), "An object with a userId or a sessionId.");
            return null;
        }

        var inner = new BodyFields(from, "from.", faults);
        inner.RefuseOthers("userId", "sessionId");
        var user = IdOf(inner, "userId", faults);
        var session = IdOf(inner, "sessionId", faults);
        if (user is null == session is null)
        {
            faults.Add("from", null, "Either a userId or a sessionId.");
            return null;
        }

        return user is null ? ProfileKey.Of(new SessionId(session!)) : ProfileKey.Of(new UserId(user));
    }

    static string? IdOf(BodyFields fields, string name, Faults faults, bool required = false)
    {
        var id = fields.Text(name, EventLimits.IdBytes, required);
        if (id is not null && IdRules.Refuse(id) is { } limit)
        {
            faults.Add(name, id, limit);
        }

        return id;
    }

    static Task RenameUserAsync(HttpContext context) => RenameAsync(context, async (id, to) => await AnswerAsync(
        context, to, await Caller.Of(context).Tenant.Workspace.Merges.RenameAsync(new UserId(id), new UserId(to), context.RequestAborted)));

    static Task RenameItemAsync(HttpContext context) => RenameAsync(context, async (id, to) =>
    {
        var renamed = await Caller.Of(context).Tenant.Workspace.Catalog.RenameAsync(new ItemId(id), new ItemId(to), context.RequestAborted);
        await (renamed switch
        {
            RenameOutcome.Unknown => ProblemAnswer.WriteAsync(context, ProblemKinds.NotFound($"There is no item '{Faults.Cut(id)}'.")),
            RenameOutcome.Taken => ProblemAnswer.WriteAsync(context, ProblemKinds.Conflict($"There is an item '{Faults.Cut(to)}', in the catalog or in events.")),
            _ => JsonAnswer.WriteAsync(context, new MergeAnswer(to), WireJson.Default.MergeAnswer),
        });
    });

    static Task RenameAsync(HttpContext context, Func<string, string, Task> rename) => PathId.WithBodyAsync(
        context,
        (body, faults) =>
        {
            var fields = new BodyFields(body, "", faults);
            fields.RefuseOthers("to");
            return IdOf(fields, "to", faults, required: true);
        },
        (id, to) => rename(id, to!));

    static Task AnswerAsync(HttpContext context, string id, MergeOutcome outcome) => outcome switch
    {
        MergeOutcome.Done(var token) => JsonAnswer.WriteAsync(context, new MergeAnswer(id, token.ToString()), WireJson.Default.MergeAnswer),
        MergeOutcome.Unknown(var unknown) => ProblemAnswer.WriteAsync(context, ProblemKinds.NotFound($"Nothing is known of a user '{Faults.Cut(unknown)}'.")),
        MergeOutcome.Refused(var reason) => ProblemAnswer.WriteAsync(context, ProblemKinds.Conflict(reason)),
        _ => ProblemAnswer.WriteAsync(context, ProblemKinds.StorageFailed(((MergeOutcome.StorageFailed)outcome).Reason)),
    };

    static Task ExportAsync(HttpContext context) => PathId.WithAsync(context, async id =>
    {
        context.Response.ContentType = JsonAnswer.ContentType;
        await Caller.Of(context).Tenant.Workspace.Export.WriteAsync(new UserId(id), context.Response.BodyWriter.AsStream(leaveOpen: true), context.RequestAborted);
    });
}
