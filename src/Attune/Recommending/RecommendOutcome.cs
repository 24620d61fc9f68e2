using Attune.Filtering;

namespace Attune.Recommending;

/// <summary>What became of a question.</summary>
public abstract record RecommendOutcome
{
    /// <summary>It was answered, on some rung.</summary>
    /// <param name="Recommendation">The answer.</param>
    public sealed record Answered(Recommendation Recommendation) : RecommendOutcome;

    /// <summary>It cannot be asked like this.</summary>
    /// <param name="Field">Which field, as on the wire.</param>
    /// <param name="Value">What it held, cut to 64 characters.</param>
    /// <param name="Limit">What it may hold: a sentence.</param>
    /// <param name="Filter">Where a filter is wrong; null for other fields.</param>
    public sealed record Refused(string Field, string Value, string Limit, FilterFault? Filter = null) : RecommendOutcome;
}
