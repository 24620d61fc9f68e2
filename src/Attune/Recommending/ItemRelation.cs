namespace Attune.Recommending;

/// <summary>What is wanted of a question about an item.</summary>
public enum ItemRelation
{
    /// <summary>What resembles it, or is taken up with it.</summary>
    Similar,

    /// <summary>What goes with it rather than instead of it: bought together.</summary>
    Complements,

    /// <summary>What those who looked at it, and did not buy it, bought then.</summary>
    BoughtAfter,
}

/// <summary>The relations' names on the wire.</summary>
public static class ItemRelations
{
    /// <summary>By value.</summary>
    public static IReadOnlyList<string> Names { get; } = ["similar", "complements", "boughtAfter"];

    /// <summary>The relation of a name.</summary>
    public static bool TryParse(string name, out ItemRelation relation)
    {
        for (relation = 0; (int)relation < Names.Count; relation++)
        {
            if (Names[(int)relation] == name)
            {
                return true;
            }
        }

        relation = ItemRelation.Similar;
        return false;
    }
}
