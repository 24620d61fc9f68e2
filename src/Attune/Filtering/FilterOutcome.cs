namespace Attune.Filtering;

/// <summary>What became of a filter's text.</summary>
public abstract record FilterOutcome
{
    /// <summary>It can be evaluated, and never fails then.</summary>
    /// <param name="Filter">The filter.</param>
    public sealed record Compiled(CompiledFilter Filter) : FilterOutcome;

    /// <summary>It cannot.</summary>
    /// <param name="Fault">Where and why.</param>
    public sealed record Refused(FilterFault Fault) : FilterOutcome;
}

/// <summary>What is wrong with a filter's text.</summary>
/// <param name="Position">Where, in characters from 0.</param>
/// <param name="Length">How many characters are meant; 0 at the end of the text.</param>
/// <param name="Message">A sentence.</param>
/// <param name="Suggestion">What may have been meant; null where nothing comes near.</param>
public sealed record FilterFault(int Position, int Length, string Message, string? Suggestion = null);
