using Attune.Catalog;
using Attune.Events;

namespace Attune.Filtering;

/// <summary>What the names of a filter stand for.</summary>
interface IFilterValues
{
    /// <summary>The instant <c>now()</c> stands for.</summary>
    EventTime Now { get; }

    /// <summary>Somebody's value of a property; <see cref="PropertyValue.None"/> where they have none, or there is nobody.</summary>
    PropertyValue Of(PropertyOf property);

    /// <summary>An item's id; null where there is no such item.</summary>
    string? IdOf(Subject subject);

    /// <summary>True where the item is in a part of the user's history.</summary>
    bool InHistory(Subject subject, HistoryKind kind);

    /// <summary>How many items are in a part of the user's history.</summary>
    int SizeOf(HistoryKind kind);

    /// <summary>What the items of a part of the history have of a property, those that have it not left out.</summary>
    IEnumerable<PropertyValue> OfHistory(HistoryKind kind, PropertyDefinition property);
}

/// <summary>What names stand for in one question, for the item it is set to.</summary>
/// <remarks>For one thread. What is asked twice of the history is worked out once.</remarks>
sealed class QuestionValues(CatalogSnapshot snapshot, FilterContext context) : IFilterValues
{
    readonly int[]?[] _histories = new int[Histories.Names.Length][];

    /// <summary>The ordinal of the item judged.</summary>
    internal int Item { get; set; } = -1;

    public EventTime Now => context.Now;

    public PropertyValue Of(PropertyOf property) => property.Subject == Subject.User
        ? context.User is { } user && user.TryGetValue(property.Definition.Name, out var value) && value.Type == property.Definition.Type
            ? value
            : PropertyValue.None
        : snapshot.ValueOf(OrdinalOf(property.Subject), property.Definition);

    public string? IdOf(Subject subject) =>
        OrdinalOf(subject) is var ordinal && (uint)ordinal < (uint)snapshot.Size ? snapshot.Shared.Ids[ordinal] : null;

    public bool InHistory(Subject subject, HistoryKind kind) => Array.BinarySearch(History(kind), OrdinalOf(subject)) >= 0;

    public int SizeOf(HistoryKind kind) => History(kind).Length;

    public IEnumerable<PropertyValue> OfHistory(HistoryKind kind, PropertyDefinition property)
    {
        foreach (var item in History(kind))
        {
            if (snapshot.ValueOf(item, property) is { Type: not PropertyType.None } value)
            {
                yield return value;
            }
        }
    }

    /// <summary>The ordinals in a part of the history, ascending.</summary>
    internal int[] History(HistoryKind kind) => _histories[(int)kind] ??= context.Profile.Items(kind);

    int OrdinalOf(Subject subject) => subject == Subject.ContextItem ? context.Item : Item;
}
