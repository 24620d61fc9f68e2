using Attune.Access;
using Attune.Catalog;
using Attune.Client.Wire;
using Attune.Events;
using Attune.Server.Access;
using Attune.Server.Bodies;
using Attune.Server.Describing;
using Attune.Server.Problems;

namespace Attune.Server.Endpoints;

/// <summary>Users' properties and profiles, and the properties known.</summary>
static class UserEndpoints
{
    const string Group = "Users";

    /// <summary>Maps them.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        PropertyRoutes.Map(
            routes, Group, "a user", "201 where the user had none.", deletion: null,
            write: context => Directory(context).WriteAsync);
        routes.Map("GET", "/v1/users/{id}", FindAsync, Reading("Shows a user's properties.") with
        {
            Answer = typeof(PropertiesRow),
            Problems = [404],
        });
        routes.Map("GET", "/v1/users/{id}/profile", ProfileAsync, Reading("Shows what is known of a user just now: recent interactions, counts, items kept out.") with
        {
            Answer = typeof(ProfileAnswer),
        });
        routes.Map("GET", "/v1/properties", PropertiesAsync, Reading("Lists the properties known and their types.") with
        {
            Group = "Items",
            Answer = typeof(PropertySchemas),
        });
    }

    static UserDirectory Directory(HttpContext context) => Caller.Of(context).Tenant.Workspace.Users;

    static EndpointDescription Reading(string summary) => new() { Group = Group, Summary = summary, Scope = ApiScope.Write };

    static Task FindAsync(HttpContext context) => PathId.WithAsync(context, async id =>
    {
        var json = await Directory(context).FindAsync(new UserId(id), context.RequestAborted);
        await (json is null
            ? ProblemAnswer.WriteAsync(context, ProblemKinds.NotFound($"There are no properties of user '{Faults.Cut(id)}'."))
            : JsonAnswer.WriteAsync(context, PropertiesText.Of(id, json), WireJson.Default.PropertiesRow));
    });

    static Task ProfileAsync(HttpContext context) => PathId.WithAsync(context, async id =>
    {
        var profile = await ProfileText.ReadAsync(Caller.Of(context).Tenant.Workspace, new UserId(id), context.RequestAborted);
        await JsonAnswer.WriteAsync(context, profile, WireJson.Default.ProfileAnswer);
    });

    static Task PropertiesAsync(HttpContext context)
    {
        var workspace = Caller.Of(context).Tenant.Workspace;
        var schemas = new PropertySchemas { Items = Columns(workspace.Catalog.Snapshot.Schema), Users = Columns(workspace.Users.Schema) };
        return JsonAnswer.WriteAsync(context, schemas, WireJson.Default.PropertySchemas);
    }

    static List<PropertyColumn> Columns(PropertySchema schema) =>
        [.. schema.Properties.Select(property => new PropertyColumn(property.Name, property.Type.Name()))];
}
