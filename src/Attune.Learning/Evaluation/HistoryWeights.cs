using Attune.Learning.Splits;

namespace Attune.Learning.Evaluation;

/// <summary>How much each item of a history counts when an item-to-item model is asked.</summary>
public sealed record HistoryWeights
{
    /// <summary>The half-life that means no fading.</summary>
    public const long NoFading = long.MaxValue;

    /// <summary>An item's weight is multiplied by this once for every more recent item: above 0, to 1 (default, no matter).</summary>
    public float Recency { get; init; } = 1;

    /// <summary>An item this much older than the most recent one counts half: in the data's time; default no fading.</summary>
    public long HalfLife { get; init; } = NoFading;

    /// <summary>Strength is raised to this power: 0 (default) = no matter, 1 = in proportion.</summary>
    public float StrengthExponent { get; init; }

    /// <summary>The weight of the item at a place of the history, above 0.</summary>
    public float Of(History history, int place)
    {
        var weight = StrengthExponent == 0 ? 1 : MathF.Pow(history.Strengths[place], StrengthExponent);
        if (Recency != 1)
        {
            weight *= MathF.Pow(Recency, history.Items.Length - 1 - place);
        }

        if (HalfLife != NoFading)
        {
            weight *= float.Exp2(-(float)((history.Times[^1] - history.Times[place]) / (double)HalfLife));
        }

        return weight;
    }
}
