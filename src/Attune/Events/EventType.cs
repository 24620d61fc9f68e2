using System.Diagnostics.CodeAnalysis;

namespace Attune.Events;

/// <summary>What a user did: one of the eleven known types, or <c>custom:</c> and a name of the application's own.</summary>
/// <remarks>
/// A type is known by its code inside the process (a profile counts by code, the log writes it as one byte) and by its name
/// outside. Custom types share <see cref="CustomCode"/> and are told apart by name.
/// </remarks>
public sealed class EventType : IEquatable<EventType>
{
    /// <summary>The code of every custom type.</summary>
    public const byte CustomCode = 15;

    /// <summary>One more than the highest code: the size of a table by code.</summary>
    public const int CodeCount = 16;

    /// <summary>What a custom type's name begins with.</summary>
    public const string CustomPrefix = "custom:";

    EventType(byte code, string name) => (Code, Name) = (code, name);

    /// <summary>The item's page was looked at.</summary>
    public static EventType View { get; } = new(0, "view");

    /// <summary>The item was clicked in a list.</summary>
    public static EventType Click { get; } = new(1, "click");

    /// <summary>The item was put into the cart.</summary>
    public static EventType Cart { get; } = new(2, "cart");

    /// <summary>The item was bought; the value, where given, is the amount paid.</summary>
    public static EventType Purchase { get; } = new(3, "purchase");

    /// <summary>The item was rated; the value is required.</summary>
    public static EventType Rating { get; } = new(4, "rating");

    /// <summary>The user said they like it.</summary>
    public static EventType Like { get; } = new(5, "like");

    /// <summary>The user said they do not like it: kept out of their lists.</summary>
    public static EventType Dislike { get; } = new(6, "dislike");

    /// <summary>The user asked not to see it again: kept out of their lists.</summary>
    public static EventType Hide { get; } = new(7, "hide");

    /// <summary>A part of the item was read, watched or heard; the value is the share, 0 to 1, and is required.</summary>
    public static EventType Portion { get; } = new(8, "portion");

    /// <summary>The item was shown.</summary>
    public static EventType Impression { get; } = new(9, "impression");

    /// <summary>The user searched; no item is needed.</summary>
    public static EventType Search { get; } = new(10, "search");

    /// <summary>Two profiles are one user's from here on: written by the engine, never taken in.</summary>
    public static EventType Merge { get; } = new(13, "merge");

    /// <summary>What was here is erased: written by the log itself, never taken in.</summary>
    public static EventType Erased { get; } = new(14, "erased");

    /// <summary>All types with a meaning of their own, by ascending code.</summary>
    public static IReadOnlyList<EventType> Known { get; } =
        [View, Click, Cart, Purchase, Rating, Like, Dislike, Hide, Portion, Impression, Search];

    /// <summary>One byte, 0 to 15; <see cref="CustomCode"/> for every custom type.</summary>
    public byte Code { get; }

    /// <summary>The canonical name, as on the wire.</summary>
    public string Name { get; }

    /// <summary>The type with a canonical name; aliases are ingest's business (<c>EventAliases</c>).</summary>
    public static bool TryParse(ReadOnlySpan<char> name, [NotNullWhen(true)] out EventType? type)
    {
        foreach (var known in Known)
        {
            if (name.SequenceEqual(known.Name))
            {
                type = known;
                return true;
            }
        }

        type = name.StartsWith(CustomPrefix, StringComparison.Ordinal) && name.Length is > 7 and <= 71
            ? new EventType(CustomCode, name.ToString())
            : null;
        return type is not null;
    }

    /// <inheritdoc/>
    public bool Equals(EventType? other) =>
        other is not null && Code == other.Code && (Code != CustomCode || Name == other.Name);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as EventType);

    /// <inheritdoc/>
    public override int GetHashCode() => Name.GetHashCode(StringComparison.Ordinal);

    /// <inheritdoc/>
    public override string ToString() => Name;
}
