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
}
