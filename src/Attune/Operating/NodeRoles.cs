namespace Attune.Operating;

/// <summary>What a node does for all, where several share the work; a node without a role leaves it to others.</summary>
[Flags]
public enum NodeRoles
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Takes events in.</summary>
    Ingest = 1,

    /// <summary>Folds events into profiles, of the partitions it is given.</summary>
    Live = 2,

    /// <summary>Carries events into the history, of the partitions it is given.</summary>
    Archive = 4,

    /// <summary>Trains, evaluates, tunes and computes lists ahead; one node at a time trains.</summary>
    Train = 8,

    /// <summary>Answers questions.</summary>
    Recommend = 16,

    /// <summary>Everything: the default.</summary>
    All = Ingest | Live | Archive | Train | Recommend,
}

/// <summary>Roles as people write them: <c>ingest,live</c>.</summary>
public static class NodeRolesText
{
    /// <summary>Every role's name, in the order of the way of the data.</summary>
    public static IReadOnlyList<string> Names { get; } = ["ingest", "live", "archive", "train", "recommend"];

    /// <summary>Reads names joined by commas, or <c>all</c>.</summary>
    /// <param name="text">As somebody wrote it.</param>
    /// <param name="unknown">The first name that is none; null where all are.</param>
    public static NodeRoles Parse(string text, out string? unknown)
    {
        var roles = NodeRoles.None;
        unknown = null;
        foreach (var name in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (name == "all")
            {
                roles = NodeRoles.All;
            }
            else if (Names.Contains(name))
            {
                roles |= Enum.Parse<NodeRoles>(name, ignoreCase: true);
            }
            else
            {
                unknown ??= name;
            }
        }

        return roles;
    }

    /// <summary>The names of roles, joined by commas.</summary>
    public static string Write(NodeRoles roles) =>
        string.Join(',', Names.Where(name => roles.HasFlag(Enum.Parse<NodeRoles>(name, ignoreCase: true))));
}
