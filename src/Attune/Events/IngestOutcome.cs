namespace Attune.Events;

/// <summary>What became of a request that carried events.</summary>
public abstract record IngestOutcome
{
    /// <summary>Every row has its verdict; accepted and duplicate ones are durable.</summary>
    /// <param name="Verdicts">One a row, in the rows' order.</param>
    /// <param name="Token">The place in the log that holds all of them: what a read of one's own writes waits for.</param>
    public sealed record Answered(IReadOnlyList<EventVerdict> Verdicts, LogToken Token) : IngestOutcome;

    /// <summary>The log is full of waiting appends; no row was taken.</summary>
    /// <param name="RetryAfter">When to try again.</param>
    public sealed record Overloaded(TimeSpan RetryAfter) : IngestOutcome;

    /// <summary>The disk took no more, or failed; no row was taken.</summary>
    /// <param name="Reason">What the system said.</param>
    public sealed record StorageFailed(string Reason) : IngestOutcome;
}
