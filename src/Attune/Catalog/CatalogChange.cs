namespace Attune.Catalog;

/// <summary>What kind of thing another node wrote.</summary>
public enum CatalogChangeKind
{
    /// <summary>The record of an item; the name is its id.</summary>
    Item,

    /// <summary>The record of a user; the name is its id.</summary>
    User,

    /// <summary>A document; the name is <c>kind/name</c>.</summary>
    Document,

    /// <summary>A generation was saved or deleted; the name is its number.</summary>
    Generation,

    /// <summary>More than can be told: everything is to be read again.</summary>
    Everything,
}

/// <summary>Something another node wrote.</summary>
/// <param name="Kind">What.</param>
/// <param name="Name">Which.</param>
public readonly record struct CatalogChange(CatalogChangeKind Kind, string Name);
