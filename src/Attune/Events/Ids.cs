namespace Attune.Events;

/// <summary>A known user, as the application names them. Text, 1 to 256 UTF-8 bytes.</summary>
/// <param name="Value">The text itself.</param>
public readonly record struct UserId(string Value)
{
    /// <inheritdoc/>
    public override string ToString() => Value;
}

/// <summary>An item of the catalog, as the application names it. Text, 1 to 256 UTF-8 bytes.</summary>
/// <param name="Value">The text itself.</param>
public readonly record struct ItemId(string Value)
{
    /// <inheritdoc/>
    public override string ToString() => Value;
}

/// <summary>One visit of one visitor, known or not. Text, 1 to 256 UTF-8 bytes.</summary>
/// <param name="Value">The text itself.</param>
public readonly record struct SessionId(string Value)
{
    /// <inheritdoc/>
    public override string ToString() => Value;
}

/// <summary>
/// Whose profile an event belongs to: the user's where one is named, otherwise the session's. It is also the key that
/// orders the log: events of one profile are applied in the order of their offsets.
/// </summary>
/// <param name="Value"><c>u:</c> and the user's id, or <c>s:</c> and the session's.</param>
public readonly record struct ProfileKey(string Value)
{
    /// <summary>The key of a known user.</summary>
    public static ProfileKey Of(UserId user) => new("u:" + user.Value);

    /// <summary>The key of a visitor known only by a session.</summary>
    public static ProfileKey Of(SessionId session) => new("s:" + session.Value);

    /// <summary>True where the profile is a user's and not a session's.</summary>
    public bool IsUser => Value.StartsWith("u:", StringComparison.Ordinal);

    /// <inheritdoc/>
    public override string ToString() => Value;
}
