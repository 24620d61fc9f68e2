using Attune.Catalog;
using Attune.Events;
using Attune.Profiles;

namespace Attune.Filtering;

/// <summary>Whose property is meant.</summary>
enum Subject
{
    /// <summary>The item that is judged.</summary>
    Item,

    /// <summary>The item the question is about.</summary>
    ContextItem,

    /// <summary>The user who asks.</summary>
    User,
}

/// <summary>A property of somebody.</summary>
/// <param name="Subject">Whose.</param>
/// <param name="Definition">Which, by the schema of items or of users.</param>
readonly record struct PropertyOf(Subject Subject, PropertyDefinition Definition)
{
    internal bool OfItem => Subject == Subject.Item;
}

/// <summary>A part of the asking user's history.</summary>
enum HistoryKind
{
    Bought,
    Viewed,
    Disliked,
    Recent,
}

/// <summary>What the parts of a history are called, and what is in them.</summary>
static class Histories
{
    internal static string[] Names { get; } = ["bought", "viewed", "disliked", "recent"];

    internal static bool TryParse(string name, out HistoryKind kind)
    {
        var at = Array.IndexOf(Names, name);
        kind = (HistoryKind)Math.Max(at, 0);
        return at >= 0;
    }

    /// <summary>The items' ordinals, ascending, each once. Cost: a pass over the profile.</summary>
    internal static int[] Items(this Profile profile, HistoryKind kind)
    {
        var items = new SortedSet<int>();
        foreach (var done in profile.Recent)
        {
            if (kind == HistoryKind.Recent || Says(kind, done.Type))
            {
                items.Add(done.Item);
            }
        }

        foreach (var excluded in profile.Excluded)
        {
            if (Says(kind, excluded.Type))
            {
                items.Add(excluded.Item);
            }
        }

        return [.. items];
    }

    static bool Says(HistoryKind kind, byte type) => kind switch
    {
        HistoryKind.Bought => type == EventType.Purchase.Code,
        HistoryKind.Viewed => type == EventType.View.Code,
        HistoryKind.Disliked => type == EventType.Dislike.Code || type == EventType.Hide.Code,
        _ => false,
    };
}
