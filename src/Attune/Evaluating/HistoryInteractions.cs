using Attune.Events;
using Attune.History;
using Attune.Learning.Splits;

namespace Attune.Evaluating;

/// <summary>Turns events into interactions: what each says of its item, by the weights of the event types.</summary>
public static class HistoryInteractions
{
    /// <summary>The strengths of events, unfaded.</summary>
    /// <remarks>
    /// Impressions, searches and whatever else weighs nothing are left out. A dislike, a hide and a poor rating stay with
    /// strength 0: nothing is learned from them, but their items count as known.
    /// </remarks>
    /// <param name="columns">Events by ascending time; the numbering of users and items is kept.</param>
    /// <param name="weights">What each type says.</param>
    public static Interactions From(InteractionColumns columns, EventWeights weights)
    {
        var types = TypesByCode();
        var count = columns.Users.Length;
        var (keep, strength) = (new bool[count], new float[count]);
        for (var n = 0; n < count; n++)
        {
            if (types[columns.Types[n]] is { } type)
            {
                strength[n] = weights.Strength(type, float.IsNaN(columns.Values[n]) ? null : columns.Values[n]);
                keep[n] = strength[n] > 0 || type.Code == EventType.Rating.Code || EventWeights.Excludes(type);
            }
        }

        return new Interactions(
            columns.UserIds.Length, columns.ItemIds.Length, columns.Users, columns.Items, columns.Times, strength, columns.Types).Where(keep);
    }

    static EventType?[] TypesByCode()
    {
        var types = new EventType?[EventType.CodeCount];
        foreach (var type in EventType.Known)
        {
            types[type.Code] = type;
        }

        // The columns carry a custom type's code, not its name: all custom types weigh alike here.
        types[EventType.CustomCode] = EventType.TryParse(EventType.CustomPrefix + "event", out var custom) ? custom : null;
        return types;
    }
}
