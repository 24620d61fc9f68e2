namespace Attune.Catalog;

/// <summary>What became of giving an item another id.</summary>
public enum RenameOutcome
{
    /// <summary>It has the id.</summary>
    Renamed,

    /// <summary>There is no such item, neither in the catalog nor in events.</summary>
    Unknown,

    /// <summary>Another item has the id; nothing was changed.</summary>
    Taken,
}
