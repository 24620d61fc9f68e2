namespace Attune.Events;

/// <summary>What became of an append.</summary>
public abstract record AppendOutcome
{
    /// <summary>The events are durable.</summary>
    /// <param name="Token">The place after them: what a read of one's own writes waits for.</param>
    public sealed record Appended(LogToken Token) : AppendOutcome;

    /// <summary>The log is full of waiting appends; nothing was taken.</summary>
    /// <param name="RetryAfter">When to try again.</param>
    public sealed record Overloaded(TimeSpan RetryAfter) : AppendOutcome;

    /// <summary>The disk took no more, or failed; nothing was taken.</summary>
    /// <param name="Reason">What the system said.</param>
    public sealed record StorageFailed(string Reason) : AppendOutcome;
}
