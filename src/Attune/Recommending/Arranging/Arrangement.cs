using Attune.Learning.Factors;

namespace Attune.Recommending.Arranging;

/// <summary>Makes the places of an answer from its candidates in the order of their scores, rule after rule.</summary>
/// <remarks>The order of the rules is their precedence: a later one may move what an earlier one placed.</remarks>
sealed class Arrangement(RecommendSettings settings)
{
    /// <summary>Fills <see cref="Scratch.Slate"/>.</summary>
    /// <param name="question">What is asked.</param>
    /// <param name="ranked">The candidates, best first; more than are wanted where there are more.</param>
    /// <param name="scratch">Holds the slate.</param>
    /// <returns>How many places are taken.</returns>
    public int Arrange(Question question, ReadOnlySpan<ScoredItem> ranked, Scratch scratch)
    {
        var count = Math.Min(ranked.Length, question.Count);
        for (var place = 0; place < count; place++)
        {
            scratch.Slate[place] = new Slot(ranked[place].Item, ranked[place].Score);
        }

        return !question.IsAboutItems && question.Given.Length == 0 && question.Generation is not null
            ? NewItemShare.Arrange(question, question.Scenario.Scenario.NewItemShare ?? settings.NewItemShare, scratch, count)
            : count;
    }
}
