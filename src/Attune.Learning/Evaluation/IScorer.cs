using Attune.Learning.Splits;

namespace Attune.Learning.Evaluation;

/// <summary>A trained model, asked with a history: the one seam through which every model is evaluated.</summary>
public interface IScorer
{
    /// <summary>The model's name in tables: short, lower case.</summary>
    string Name { get; }

    /// <summary>How many items it scores.</summary>
    int Items { get; }

    /// <summary>Writes a score for every item; higher is better. Safe for several threads at once.</summary>
    /// <param name="history">What is known of the user; may be empty.</param>
    /// <param name="scores">
    /// As long as <see cref="Items"/>, overwritten. <see cref="float.NegativeInfinity"/> = nothing to say: such an item is never
    /// listed, even where the list stays short.
    /// </param>
    void Score(History history, Span<float> scores);

    /// <summary>The same for several histories at once, which a model may do faster than one after the other.</summary>
    /// <param name="known">Where the histories are.</param>
    /// <param name="rows">Which of them.</param>
    /// <param name="scores">A row of <see cref="Items"/> scores for each, overwritten.</param>
    void ScoreMany(Histories known, ReadOnlySpan<int> rows, Span<float> scores)
    {
        for (var n = 0; n < rows.Length; n++)
        {
            Score(known.Of(rows[n]), scores.Slice(n * Items, Items));
        }
    }
}
