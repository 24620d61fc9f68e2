using Attune.Events;
using Attune.Server.Problems;
using Microsoft.AspNetCore.Http.Features;

namespace Attune.Server.Endpoints;

/// <summary>Reads the id of a path as <c>/v1/items/{id}</c>.</summary>
static class PathId
{
    /// <summary>
    /// The id in the third part of the path; null, and a fault, where it is none.
    /// </summary>
    /// <remarks>
    /// Read from the request's own text: routing leaves <c>%2F</c> as it is, so that an id with a slash could not be told
    /// from one that holds the three characters.
    /// </remarks>
    public static string? Read(HttpContext context, string field, Faults faults)
    {
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget.AsSpan();
        var query = target.IndexOf('?');
        var path = query < 0 ? target : target[..query];
        Span<Range> parts = stackalloc Range[6];
        var count = path.Split(parts, '/');
        var id = path.StartsWith('/') && count >= 4
            ? Uri.UnescapeDataString(path[parts[3]])
            : context.Request.RouteValues["id"] as string ?? "";
        if (IdRules.Refuse(id) is not { } limit)
        {
            return id;
        }

        faults.Add(field, id, limit);
        return null;
    }
}
