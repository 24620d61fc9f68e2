using Attune.Catalog;
using Attune.Recommending.Scenarios;

namespace Attune.Recommending.Arranging;

/// <summary>Brings the best candidates into an order in which they are less alike, and nearer to the user's own mix of categories.</summary>
/// <remarks>Three candidates a place take part, at least <see cref="Least"/> and at most <see cref="Most"/>; as many are chosen as the answer has places and half as many again, so
/// that later rules have others to take. The rest keeps its order behind them.</remarks>
/// <param name="categoryProperties">The properties that say which kind of item it is; the first the catalog has is taken.</param>
sealed class Diversity(IReadOnlyList<string> categoryProperties)
{
    /// <summary>Fewest candidates that take part, where there are so many.</summary>
    public const int Least = 40;

    /// <summary>Most candidates that take part.</summary>
    public const int Most = 200;

    /// <summary>Reorders the candidates in place.</summary>
    public void Reorder(Question question, Span<Slot> candidates, Scratch scratch)
    {
        var part = candidates[..Math.Min(candidates.Length, Math.Clamp(3 * question.Count, Least, Most))];
        if (part.Length < 2)
        {
            return;
        }

        var rules = question.Scenario.Scenario;
        var categories = Categories(question.Catalog);
        var choice = scratch.Choice;
        choice.Likeness.Prepare(question, part, categories);
        choice.Begin(part);
        var wanted = Math.Min(part.Length, question.Count + (question.Count / 2) + 1);
        if (rules.DiversityMethod == DiversityMethod.Dpp && rules.Diversity > 0)
        {
            DeterminantalChoice.Choose(choice, rules.Diversity, wanted);
        }
        else
        {
            var mix = CategoryMix.Of(question, scratch, categories);
            MarginalChoice.Choose(choice, rules.Diversity, mix.IsEmpty ? 0 : rules.Calibration, mix, wanted);
        }

        choice.Apply(part);
    }

    ItemValues? Categories(CatalogSnapshot catalog)
    {
        foreach (var property in categoryProperties)
        {
            if (ItemValues.TryOf(catalog, property, out var values))
            {
                return values;
            }
        }

        return null;
    }
}
