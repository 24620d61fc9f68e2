using Attune.Access;
using Attune.Catalog;
using Attune.Client.Wire;
using Attune.Server.Describing;

namespace Attune.Server.Endpoints;

/// <summary>The four ways of writing properties, the same for items and for users: whole, in part, away, and many at once.</summary>
static class PropertyRoutes
{
    static readonly (int Status, Type? Answer)[] Created = [(StatusCodes.Status201Created, null)];

    /// <summary>Maps them.</summary>
    /// <param name="routes">Where.</param>
    /// <param name="group">As in the OpenAPI document: <c>Items</c> or <c>Users</c>; the path is the same word in small letters.</param>
    /// <param name="one">One of the group, with its article.</param>
    /// <param name="isNew">When a PUT answers 201, in a sentence.</param>
    /// <param name="deletion">What a DELETE does, in a sentence; null where it is mapped elsewhere.</param>
    /// <param name="write">Who writes, for a request.</param>
    public static void Map(
        IEndpointRouteBuilder routes,
        string group,
        string one,
        string isNew,
        string? deletion,
        Func<HttpContext, PropertyWriting.Target> write)
    {
        var many = group.ToLowerInvariant();
        routes.Map("PUT", $"/v1/{many}/{{id}}", context => PropertyWriting.WriteOneAsync(context, PropertyWriteKind.Put, write(context)), Writing($"Writes {one}'s properties whole.") with
        {
            Remarks = $"The body is the object of properties. {isNew}",
            Body = typeof(IReadOnlyDictionary<string, object>),
            Others = Created,
        });
        routes.Map("PATCH", $"/v1/{many}/{{id}}", context => PropertyWriting.WriteOneAsync(context, PropertyWriteKind.Patch, write(context)), Writing("Writes the properties named and keeps the others; null removes one.") with
        {
            Body = typeof(IReadOnlyDictionary<string, object>),
            Others = Created,
        });
        if (deletion is not null)
        {
            routes.Map("DELETE", $"/v1/{many}/{{id}}", context => PropertyWriting.DeleteAsync(context, write(context)), Writing(deletion) with { Problems = [StatusCodes.Status507InsufficientStorage] });
        }

        routes.Map("POST", $"/v1/{many}", context => PropertyWriting.WriteBatchAsync(context, write(context)), Writing($"Writes up to 10 000 {many} whole; a verdict for each.") with
        {
            Remarks = "An array, one object, or lines (NDJSON) of {\"id\", \"properties\"}. 400 where a single object is refused; otherwise 200 with a verdict a row.",
            Body = typeof(IReadOnlyList<PropertiesRow>),
            TakesLines = true,
            Answer = typeof(PropertiesAnswer),
            Status = StatusCodes.Status200OK,
            Longest = TimeSpan.FromMinutes(2),
        });

        EndpointDescription Writing(string summary) => new()
        {
            Group = group,
            Summary = summary,
            Scope = ApiScope.Write,
            Status = StatusCodes.Status204NoContent,
            Problems = [413, 415, 507],
        };
    }
}
