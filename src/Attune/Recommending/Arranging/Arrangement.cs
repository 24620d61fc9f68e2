using Attune.Learning.Factors;
using Attune.Recommending.Exploring;
using Attune.Recommending.Scenarios;

namespace Attune.Recommending.Arranging;

/// <summary>Makes the places of an answer from its candidates in the order of their scores, rule after rule.</summary>
/// <remarks>
/// <para><b>Order.</b> Made unlike one another; new items given their places, then explored ones; caps and minimum shares kept; pins put where they
/// belong. The order is the precedence: a later rule may move what an earlier one placed, and a pin is the last word.</para>
/// <para><b>Cost.</b> A rule that the scenario does not have costs nothing.</para>
/// </remarks>
sealed class Arrangement(RecommendSettings settings)
{
    /// <summary>Most places that rules put in beside the candidates ranked.</summary>
    public const int Added = RecommendationRequest.MaxCount + ScenarioLimits.Pins;

    readonly Diversity _diversity = new(settings.CategoryProperties);

    /// <summary>True where rules take some candidates before others: then more of them are ranked.</summary>
    public static bool Chooses(Scenario rules) =>
        rules.Caps.Count > 0 || rules.Shares.Count > 0 || rules.Diversity > 0 || rules.Calibration > 0;

    /// <summary>Fills <see cref="Scratch.Slate"/>.</summary>
    /// <param name="question">What is asked.</param>
    /// <param name="ranked">The candidates, best first; more than are wanted where there are more.</param>
    /// <param name="scratch">Holds the slate.</param>
    /// <returns>How many places are taken.</returns>
    public int Arrange(Question question, ReadOnlySpan<ScoredItem> ranked, Scratch scratch)
    {
        var rules = question.Scenario.Scenario;
        var places = new Places(scratch.Slate);
        foreach (var candidate in ranked)
        {
            places.Append(new Slot(candidate.Item, candidate.Score));
        }

        if (rules.Diversity > 0 || rules.Calibration > 0)
        {
            _diversity.Reorder(question, places.Taken, scratch);
        }

        if (!question.IsAboutItems && question.Given.Length == 0 && question.Generation is not null)
        {
            NewItemShare.Arrange(question, rules.NewItemShare ?? settings.NewItemShare, scratch, ref places);
        }

        if (Exploration.Applies(question) && places.Count > 0)
        {
            Exploration.Arrange(question, scratch, ref places);
        }

        if (rules.Caps.Count > 0 || rules.Shares.Count > 0)
        {
            Quotas.Keep(question, scratch, ref places);
        }

        places.Cut(question.Count);
        Pins.Place(question, scratch, ref places);
        return places.Count;
    }
}
