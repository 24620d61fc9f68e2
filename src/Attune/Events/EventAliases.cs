using System.Collections.Frozen;

namespace Attune.Events;

/// <summary>A field of an event as sent.</summary>
enum EventField
{
    EventId,
    Type,
    UserId,
    SessionId,
    ItemId,
    Timestamp,
    Value,
    RecommendationId,
    Context,

    /// <summary>A comment in words, as Gorse has it: kept as the context's <c>comment</c>.</summary>
    Comment,

    /// <summary>A switch of another system that means nothing here.</summary>
    Ignored,
}

/// <summary>The names other systems use for fields and types of events; the tables of docs/events.md.</summary>
/// <remarks>Names are compared without regard to case, <c>_</c>, <c>-</c> and blanks: USER_ID, user-id and userId are one.</remarks>
public static class EventAliases
{
    internal const int LongestName = 64;

    static readonly (EventField Field, string[] Names)[] FieldNames =
    [
        (EventField.EventId, ["eventId", "id"]),
        (EventField.Type, ["type", "eventType", "feedbackType", "event"]),
        (EventField.UserId, ["userId", "user", "visitorId"]),
        (EventField.SessionId, ["sessionId", "session"]),
        (EventField.ItemId, ["itemId", "item", "productId"]),
        (EventField.Timestamp, ["timestamp", "time", "sentAt", "eventTime"]),
        (EventField.Value, ["value", "eventValue", "rating", "amount", "price", "portion"]),
        (EventField.RecommendationId, ["recommendationId", "recommId"]),
        (EventField.Context, ["context", "properties", "additionalData"]),
        (EventField.Comment, ["comment"]),
        (EventField.Ignored, ["cascadeCreate"]),
    ];

    static readonly (EventType Type, string[] Names)[] TypeNames =
    [
        (EventType.View, ["view", "views", "page_view", "detail_view", "detail_views", "detail_page_view", "product_view", "read"]),
        (EventType.Click, ["click", "clicks", "item_click"]),
        (EventType.Cart, ["cart", "add_to_cart", "cart_addition", "cart_additions", "add_to_basket", "basket"]),
        (EventType.Purchase, ["purchase", "purchases", "order", "buy", "transaction"]),
        (EventType.Rating, ["rating", "ratings", "rate"]),
        (EventType.Like, ["like", "likes", "star", "bookmark", "bookmarks", "favorite", "favourite", "thumbs_up", "upvote"]),
        (EventType.Dislike, ["dislike", "dislikes", "thumbs_down", "downvote"]),
        (EventType.Hide, ["hide", "not_interested"]),
        (EventType.Portion, ["portion", "view_portion", "view_portions"]),
        (EventType.Impression, ["impression", "impressions", "show", "shown"]),
        (EventType.Search, ["search", "searches", "query"]),
    ];

    static readonly FrozenDictionary<string, EventField>.AlternateLookup<ReadOnlySpan<char>> Fields =
        FieldNames.SelectMany(row => row.Names.Select(name => KeyValuePair.Create(Plain(name), row.Field)))
            .ToFrozenDictionary(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();

    static readonly FrozenDictionary<string, EventType>.AlternateLookup<ReadOnlySpan<char>> Types =
        TypeNames.SelectMany(row => row.Names.Select(name => KeyValuePair.Create(Plain(name), row.Type)))
            .ToFrozenDictionary(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Every name of a field, the canonical one first.</summary>
    public static IEnumerable<IReadOnlyList<string>> AllFieldNames => FieldNames.Select(row => row.Names);

    /// <summary>Every name of a type, the canonical one first.</summary>
    public static IEnumerable<IReadOnlyList<string>> AllTypeNames => TypeNames.Select(row => row.Names);

    /// <summary>The type of a canonical name, an alias, or <c>custom:</c> and 1 to 64 characters.</summary>
    public static bool TryType(ReadOnlySpan<char> name, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out EventType? type)
    {
        if (name.StartsWith(EventType.CustomPrefix, StringComparison.Ordinal))
        {
            return EventType.TryParse(name, out type) && IdRules.Refuse(name) is null;
        }

        Span<char> plain = stackalloc char[LongestName];
        type = null;
        return TryPlain(name, plain, out var length) && Types.TryGetValue(plain[..length], out type);
    }

    internal static bool TryField(ReadOnlySpan<char> name, out EventField field)
    {
        Span<char> plain = stackalloc char[LongestName];
        field = default;
        return TryPlain(name, plain, out var length) && Fields.TryGetValue(plain[..length], out field);
    }

    /// <summary>A field's canonical name.</summary>
    internal static string NameOf(EventField field) => FieldNames[(int)field].Names[0];

    static string Plain(string name)
    {
        Span<char> plain = stackalloc char[LongestName];
        TryPlain(name, plain, out var length);
        return plain[..length].ToString();
    }

    static bool TryPlain(ReadOnlySpan<char> name, Span<char> plain, out int length)
    {
        length = 0;
        if (name.Length > plain.Length)
        {
            return false;
        }

        foreach (var letter in name)
        {
            if (letter is not ('_' or '-' or ' '))
            {
                plain[length++] = char.IsAsciiLetterUpper(letter) ? (char)(letter | 0x20) : letter;
            }
        }

        return true;
    }
}
