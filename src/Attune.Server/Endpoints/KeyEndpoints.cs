using System.Text.Json;
using Attune.Access;
using Attune.Client.Wire;
using Attune.Server.Access;
using Attune.Server.Bodies;
using Attune.Server.Describing;
using Attune.Server.Problems;

namespace Attune.Server.Endpoints;

/// <summary>The keys of the caller's workspace.</summary>
static class KeyEndpoints
{
    static readonly string[] ScopeNames = [.. Enum.GetNames<ApiScope>().Select(name => name.ToLowerInvariant())];

    /// <summary>Maps them.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.Map("GET", "/v1/keys", ListAsync, Key("Lists the keys of the workspace, oldest first, without their secrets.") with { Answer = typeof(KeysAnswer) });
        routes.Map("POST", "/v1/keys", CreateAsync, Key("Makes a key; this answer is the only one that says it whole.") with
        {
            Remarks = "From the first key on, every request to this server needs one.",
            Body = typeof(KeyRequest),
            Answer = typeof(KeyInfo),
            Status = StatusCodes.Status201Created,
            Problems = [413, 415],
        });
        routes.Map("DELETE", "/v1/keys/{id}", RevokeAsync, Key("Revokes a key at once.") with
        {
            Status = StatusCodes.Status204NoContent,
            Problems = [404],
        });
    }

    static EndpointDescription Key(string summary) => new() { Group = "Keys", Summary = summary, Scope = ApiScope.Admin };

    static Task ListAsync(HttpContext context)
    {
        var keys = Caller.Of(context).Tenant.Keys.List().Select(key => Info(key)).ToList();
        return JsonAnswer.WriteAsync(context, new KeysAnswer(keys), WireJson.Default.KeysAnswer);
    }

    static Task CreateAsync(HttpContext context) => JsonBody.WithAsync(
        context,
        Read,
        async asked =>
        {
            var (key, text) = await Caller.Of(context).Tenant.Keys.CreateAsync(asked.Scope, asked.Label, context.RequestAborted);
            await JsonAnswer.WriteAsync(context, Info(key) with { Key = text.Reveal() }, WireJson.Default.KeyInfo, StatusCodes.Status201Created);
        });

    static (ApiScope Scope, string Label) Read(JsonElement body, Faults faults)
    {
        var fields = new BodyFields(body, "", faults);
        fields.RefuseOthers("scope", "label");
        var scope = fields.Text("scope", 10, required: true);
        var label = fields.Text("label", ApiKey.LongestLabel) ?? "";
        var known = Array.IndexOf(ScopeNames, scope);
        if (scope is not null && known < 0)
        {
            faults.Add("scope", scope, $"One of {string.Join(", ", ScopeNames)}.", null, NearestName.Of(scope, ScopeNames));
        }

        return ((ApiScope)known, label);
    }

    static async Task RevokeAsync(HttpContext context)
    {
        var id = context.Request.RouteValues["id"] as string ?? "";
        if (await Caller.Of(context).Tenant.Keys.RevokeAsync(id, context.RequestAborted) is null)
        {
            await ProblemAnswer.WriteAsync(context, ProblemKinds.NotFound($"There is no key '{Faults.Cut(id)}'."));
            return;
        }

        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    static KeyInfo Info(ApiKey key) => new()
    {
        Id = key.Id,
        Scope = ScopeNames[(int)key.Scope],
        Label = key.Label,
        CreatedAt = key.CreatedAt.ToDateTimeOffset(),
        RevokedAt = key.RevokedAt?.ToDateTimeOffset(),
    };
}
