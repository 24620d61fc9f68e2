using Attune.Access;

namespace Attune.Server.Access;

/// <summary>Who asks: in which workspace, and what they may do.</summary>
/// <param name="Tenant">The workspace and its keys.</param>
/// <param name="Scope">What the key allows.</param>
sealed record Caller(Tenant Tenant, ApiScope Scope)
{
    /// <summary>True for whoever can read <c>server.json</c>: the owner of the data directory, on this machine.</summary>
    public bool IsOwner { get; init; }

    /// <summary>The caller the gate let in.</summary>
    public static Caller Of(HttpContext context) =>
        context.Features.Get<Caller>() ?? throw new InvalidOperationException("The request did not pass the access gate.");
}
