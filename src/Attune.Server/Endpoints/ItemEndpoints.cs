using Attune.Access;
using Attune.Catalog;
using Attune.Client.Wire;
using Attune.Events;
using Attune.Live;
using Attune.Server.Access;
using Attune.Server.Bodies;
using Attune.Server.Describing;
using Attune.Server.Problems;

namespace Attune.Server.Endpoints;

/// <summary>The catalog: one item, many items, a page of them.</summary>
static class ItemEndpoints
{
    const string Group = "Items";

    static readonly TextParameter From = new("from", EventLimits.IdBytes, "The id the page begins with, as next of the page before says.");
    static readonly IntegerParameter Count = new("count", 1, 1000, 100, "Most items on the page.");

    /// <summary>Maps them.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        PropertyRoutes.Map(
            routes, Group, "an item", "A property's type is fixed by the first value seen. 201 where the item is new.",
            "Takes an item out of the catalog: it is recommended no more.", context => Catalog(context).WriteAsync);
        routes.Map("GET", "/v1/items/{id}", FindAsync, new()
        {
            Group = Group,
            Summary = "Shows an item.",
            Scope = ApiScope.Read,
            Answer = typeof(PropertiesRow),
            Problems = [404],
        });
        routes.Map("GET", "/v1/items", ListAsync, new()
        {
            Group = Group,
            Summary = "Lists items, page by page, in the order in which they were first seen.",
            Scope = ApiScope.Read,
            Query = [From, Count],
            Answer = typeof(ItemsPage),
        });
        routes.Map("GET", "/v1/items/{id}/activity", ActivityAsync, new()
        {
            Group = Group,
            Summary = "Shows how much an item is taken up just now, by half-life.",
            Scope = ApiScope.Write,
            Answer = typeof(ItemActivity),
        });
    }

    static ItemCatalog Catalog(HttpContext context) => Caller.Of(context).Tenant.Workspace.Catalog;

    static Task FindAsync(HttpContext context) => PathId.WithAsync(context, id =>
    {
        var catalog = Catalog(context);
        return catalog.TryGetOrdinal(new ItemId(id), out var ordinal) && PropertiesText.Of(catalog.Snapshot, id, ordinal) is { } row
            ? JsonAnswer.WriteAsync(context, row, WireJson.Default.PropertiesRow)
            : ProblemAnswer.WriteAsync(context, ProblemKinds.NotFound($"The catalog has no item '{Faults.Cut(id)}'."));
    });

    static Task ListAsync(HttpContext context)
    {
        var faults = new Faults();
        var from = From.Read(context.Request, faults);
        var count = Count.Read(context.Request, faults);
        var catalog = Catalog(context);
        var first = 0;
        if (from is not null && !catalog.TryGetOrdinal(new ItemId(from), out first))
        {
            faults.Add("from", from, "The id of an item, as next of the page before says.");
        }

        return faults.Any
            ? ProblemAnswer.WriteAsync(context, ProblemKinds.Invalid(faults.Errors))
            : JsonAnswer.WriteAsync(context, PropertiesText.Page(catalog, first, count), WireJson.Default.ItemsPage);
    }

    static Task ActivityAsync(HttpContext context) => PathId.WithAsync(context, id =>
    {
        var workspace = Caller.Of(context).Tenant.Workspace;
        var known = workspace.Catalog.TryGetOrdinal(new ItemId(id), out var ordinal);
        var now = EventTime.Now(TimeProvider.System);
        var trending = workspace.Live.Overlay.Trending.Views.ToDictionary(
            view => HalfLifeText.Of(view.HalfLife), view => known ? view.At(ordinal, now) : 0);
        return JsonAnswer.WriteAsync(context, new ItemActivity { ItemId = id, Trending = trending }, WireJson.Default.ItemActivity);
    });
}
