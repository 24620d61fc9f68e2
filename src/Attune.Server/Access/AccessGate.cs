using System.Net;
using System.Security.Cryptography;
using System.Text;
using Attune.Access;
using Attune.Client.Wire;
using Attune.Server.Describing;
using Attune.Server.Problems;

namespace Attune.Server.Access;

/// <summary>Lets a request to its endpoint where its key reaches, and says which workspace it is for.</summary>
/// <remarks>
/// Without keys anyone on this machine may do everything, in the workspace the header <c>Attune-Workspace</c> names. A page
/// in that person's browser may not: a request whose <c>Host</c> is not a loopback name, as after DNS rebinding, and one whose
/// <c>Origin</c> is not, are refused.
/// </remarks>
sealed class AccessGate(Tenants tenants, string localToken)
{
    const string WorkspaceHeader = "Attune-Workspace";

    readonly byte[] _localToken = Encoding.ASCII.GetBytes(localToken);

    /// <summary>Goes between routing and the endpoint.</summary>
    public async Task AdmitAsync(HttpContext context, RequestDelegate next)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<EndpointDescription>()?.Scope is not { } needed)
        {
            await next(context);
            return;
        }

        var (caller, problem) = await FindAsync(context);
        if (caller is not null && caller.Scope < needed)
        {
            problem = ProblemKinds.Forbidden($"This needs a key of scope {Name(needed)} or above; this key has {Name(caller.Scope)}.");
        }

        if (problem is not null)
        {
            if (problem.Status == StatusCodes.Status401Unauthorized)
            {
                context.Response.Headers.WWWAuthenticate = "Bearer";
            }

            await ProblemAnswer.WriteAsync(context, problem);
            return;
        }

        context.Features.Set(caller);
        await next(context);
    }

    async ValueTask<(Caller? Caller, Problem? Problem)> FindAsync(HttpContext context)
    {
        var given = GivenKey(context.Request);
        if (given is not null && IsLocalToken(given))
        {
            var (owner, problem) = await ByHeaderAsync(context);
            return (owner is null ? null : owner with { IsOwner = true }, problem);
        }

        if (tenants.AnyKeys)
        {
            return ByKey(given);
        }

        if (!IsLoopbackName(context.Request.Host.Host))
        {
            return (null, ProblemKinds.Forbidden($"A server without keys answers on loopback names only, not as {Faults.Cut(context.Request.Host.Host)}."));
        }

        return IsForeign(context.Request.Headers.Origin)
            ? (null, ProblemKinds.Forbidden("A server without keys answers no page of another origin. Make a key of scope read for it."))
            : await ByHeaderAsync(context);
    }

    (Caller? Caller, Problem? Problem) ByKey(string? given)
    {
        if (given is null)
        {
            return (null, ProblemKinds.Unauthorized("Send a key as 'Authorization: Bearer atn_…' or 'X-Attune-Key: atn_…'."));
        }

        // One sentence for all: a refusal must not tell which part of a key was right.
        return ApiKeyText.TryParse(given, out var text) && tenants.Find(text.Workspace) is { } tenant && tenant.Keys.Check(text) is { } key
            ? (tenant.CallerOf(key.Scope), null)
            : (null, ProblemKinds.Unauthorized("The key is not one that works here."));
    }

    async ValueTask<(Caller? Caller, Problem? Problem)> ByHeaderAsync(HttpContext context)
    {
        var name = context.Request.Headers[WorkspaceHeader] is [{ } given] ? given : WorkspaceName.Default;
        if (!WorkspaceName.IsValid(name))
        {
            return (null, ProblemKinds.Invalid(WorkspaceHeader, name, WorkspaceName.Rule));
        }

        var tenant = await tenants.GetAsync(name, context.RequestAborted);
        return (tenant.CallerOf(ApiScope.Admin), null);
    }

    bool IsLocalToken(string given) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given), _localToken);

    static string? GivenKey(HttpRequest request)
    {
        if (request.Headers["X-Attune-Key"] is [{ } key])
        {
            return key;
        }

        const string bearer = "Bearer ";
        return request.Headers.Authorization is [{ } header] && header.StartsWith(bearer, StringComparison.OrdinalIgnoreCase)
            ? header[bearer.Length..].Trim()
            : null;
    }

    static bool IsLoopbackName(string host) =>
        host is "localhost" or "" || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));

    static bool IsForeign(Microsoft.Extensions.Primitives.StringValues origin) =>
        origin.Count > 0 && !(Uri.TryCreate(origin[0], UriKind.Absolute, out var address) && IsLoopbackName(address.Host));

    static string Name(ApiScope scope) => scope.ToString().ToLowerInvariant();
}
