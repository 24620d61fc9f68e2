using Attune.Events;

namespace Attune.Embedded.Importing;

/// <summary>Event types by the names that data sets give them.</summary>
sealed class TypeNames
{
    static readonly Dictionary<string, EventType> Aliases = new(StringComparer.OrdinalIgnoreCase)
    {
        ["pv"] = EventType.View,
        ["pageview"] = EventType.View,
        ["page_view"] = EventType.View,
        ["detailview"] = EventType.View,
        ["read"] = EventType.View,
        ["addtocart"] = EventType.Cart,
        ["add_to_cart"] = EventType.Cart,
        ["cartadd"] = EventType.Cart,
        ["basket"] = EventType.Cart,
        ["transaction"] = EventType.Purchase,
        ["buy"] = EventType.Purchase,
        ["order"] = EventType.Purchase,
        ["rate"] = EventType.Rating,
        ["fav"] = EventType.Like,
        ["favorite"] = EventType.Like,
        ["bookmark"] = EventType.Like,
        ["star"] = EventType.Like,
    };

    readonly Dictionary<string, EventType?> _seen = new(StringComparer.Ordinal);

    /// <summary>The type of a name, or null; canonical names in any case, aliases, and <c>custom:NAME</c> as it stands.</summary>
    public EventType? Find(string? name)
    {
        if (name is null)
        {
            return null;
        }

        if (!_seen.TryGetValue(name, out var type))
        {
            // A column of free text must not grow this without limit.
            if (_seen.Count > 10_000)
            {
                _seen.Clear();
            }

            _seen[name] = type = Parse(name.Trim());
        }

        return type;
    }

    static EventType? Parse(string name) =>
        EventType.TryParse(name, out var exact) || EventType.TryParse(name.ToLowerInvariant(), out exact)
            ? exact
            : Aliases.GetValueOrDefault(name);
}
