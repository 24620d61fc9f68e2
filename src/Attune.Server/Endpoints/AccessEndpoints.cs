using Attune.Access;
using Attune.Client.Wire;
using Attune.Server.Access;
using Attune.Server.Bodies;
using Attune.Server.Describing;

namespace Attune.Server.Endpoints;

/// <summary>What who asks may do: so that a console or a client need not try.</summary>
static class AccessEndpoints
{
    /// <summary>Maps it.</summary>
    public static void Map(IEndpointRouteBuilder routes) => routes.Map("GET", "/v1/access", ShowAsync, new()
    {
        Group = "Keys",
        Summary = "Shows the workspace a key is for and what it allows.",
        Remarks = "Without keys everything is allowed on this machine.",
        Scope = ApiScope.Read,
        Answer = typeof(AccessAnswer),
    });

    static Task ShowAsync(HttpContext context)
    {
        var caller = Caller.Of(context);
        var keyed = context.RequestServices.GetRequiredService<Tenants>().AnyKeys;
        return JsonAnswer.WriteAsync(
            context,
            new AccessAnswer(caller.Tenant.Workspace.Name, caller.Scope.ToString().ToLowerInvariant(), keyed),
            WireJson.Default.AccessAnswer);
    }
}
