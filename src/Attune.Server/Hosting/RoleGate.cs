using Attune.Operating;
using Attune.Server.Describing;
using Attune.Server.Problems;

namespace Attune.Server.Hosting;

/// <summary>Sends away what is not this node's to answer, where several nodes share the roles.</summary>
/// <param name="roles">This node's.</param>
sealed class RoleGate(NodeRoles roles)
{
    static readonly Dictionary<string, NodeRoles> Needed = new()
    {
        ["Events"] = NodeRoles.Ingest,
        ["Exports"] = NodeRoles.Train,
        ["Features"] = NodeRoles.Recommend,
        ["Jobs"] = NodeRoles.Train,
        ["Lists"] = NodeRoles.Recommend,
        ["Recommendations"] = NodeRoles.Recommend,
    };

    /// <summary>Goes after routing.</summary>
    public Task AdmitAsync(HttpContext context, RequestDelegate next) =>
        context.GetEndpoint()?.Metadata.GetMetadata<EndpointDescription>() is { } endpoint
        && Needed.TryGetValue(endpoint.Group, out var needed)
        && !roles.HasFlag(needed)
            ? ProblemAnswer.WriteAsync(context, ProblemKinds.OtherNode(NodeRolesText.Write(needed), NodeRolesText.Write(roles)))
            : next(context);
}
