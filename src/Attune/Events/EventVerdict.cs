namespace Attune.Events;

/// <summary>What became of one row of a request that carried events.</summary>
public abstract record EventVerdict
{
    /// <summary>The event is durable.</summary>
    /// <param name="EventId">Its identity: the sender's, or the one given here.</param>
    public sealed record Accepted(string EventId) : EventVerdict;

    /// <summary>An event of this id is durable already; this one changed nothing.</summary>
    /// <param name="EventId">The sender's id.</param>
    public sealed record Duplicate(string EventId) : EventVerdict;

    /// <summary>The row broke a limit and changed nothing.</summary>
    /// <param name="Refusal">Which one.</param>
    public sealed record Refused(EventRefusal Refusal) : EventVerdict;
}

/// <summary>Why a row was refused.</summary>
/// <param name="Field">The canonical name of the field, or the field as sent where it is unknown; <c>body</c> for the whole.</param>
/// <param name="Value">What was sent, cut to 64 characters.</param>
/// <param name="Limit">A sentence that says what would have been taken.</param>
public sealed record EventRefusal(string Field, string Value, string Limit);

/// <summary>One row as read: an event, or why it is none.</summary>
/// <param name="Event">The event; null where the row was refused.</param>
/// <param name="Refusal">Why; null where there is an event.</param>
/// <param name="IsNamed">True where the sender gave the event's id: only then can it be recognised when it comes again.</param>
public readonly record struct ParsedRow(UserEvent? Event, EventRefusal? Refusal, bool IsNamed);
