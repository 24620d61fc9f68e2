using Attune.Events;

namespace Attune.Recommending.Scenarios.Previewing;

/// <summary>One question that is answered several times over, by scenarios in force or not: same model, profile, time and chance.</summary>
/// <param name="request">What was asked.</param>
/// <param name="answer">Answers without keeping, counting or learning anything.</param>
sealed class Rehearsal(RecommendationRequest request, Func<RecommendationRequest, CompiledScenario, RehearsedList> answer)
{
    // What rules, weights and shares of a scenario do must not count in the measure of what they do.
    static readonly CompiledScenario Unruled = CompiledScenario.Default;

    /// <summary>The list by a scenario.</summary>
    public RehearsedList Answer(CompiledScenario scenario) => answer(request, scenario);

    /// <summary>Items in the order, and with the scores, they have without a scenario's rules.</summary>
    public RehearsedList Rank(IReadOnlyList<ItemId> items) => answer(request with { Given = items, Count = null }, Unruled);
}

/// <summary>A list that nobody was shown.</summary>
/// <param name="Items">Best first.</param>
/// <param name="Wanted">How many were wanted.</param>
sealed record RehearsedList(IReadOnlyList<RecommendedItem> Items, int Wanted);
