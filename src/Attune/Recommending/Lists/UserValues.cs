namespace Attune.Recommending.Lists;

/// <summary>The values of an item property that suit a user, best first.</summary>
/// <param name="Values">They.</param>
/// <param name="Generation">The generation used; 0 where there was none.</param>
/// <param name="Took">Time from question to answer.</param>
public sealed record UserValues(IReadOnlyList<UserValue> Values, int Generation, TimeSpan Took);

/// <summary>One of them.</summary>
/// <param name="Value">The value: a text, or a member of a set.</param>
/// <param name="Share">The part of what the user takes up that has it, as far as is known; 0 to 1.</param>
/// <param name="CatalogShare">The part of the catalog that has it; 0 to 1.</param>
/// <param name="Items">Its items that suit the user best.</param>
public sealed record UserValue(string Value, double Share, double CatalogShare, IReadOnlyList<RecommendedItem> Items);

/// <summary>What became of a question for values.</summary>
public abstract record ValuesOutcome
{
    /// <summary>It was answered.</summary>
    /// <param name="Values">The answer.</param>
    public sealed record Answered(UserValues Values) : ValuesOutcome;

    /// <summary>It cannot be asked like this.</summary>
    /// <param name="Fault">What is wrong.</param>
    public sealed record Refused(RecommendOutcome.Refused Fault) : ValuesOutcome;
}
