using Attune.Learning.Kernels;

namespace Attune.Learning.Retrieval;

/// <summary>A user's vector at one signed byte a factor, and what bounds on scores need of it: see <see cref="QuantizedBlocks"/>.</summary>
readonly ref struct QuantizedUser
{
    /// <summary>Quantises a vector.</summary>
    /// <param name="vector">The user's vector, as scores are defined by it.</param>
    /// <param name="turned">The same in the blocks' basis.</param>
    /// <param name="head">How many coordinates are looked at first.</param>
    /// <param name="deviation">See <see cref="PrincipalBasis.Deviation"/>.</param>
    /// <param name="levels">Written: a multiple of 4, at least as many as there are factors.</param>
    public QuantizedUser(ReadOnlySpan<float> vector, ReadOnlySpan<float> turned, int head, double deviation, Span<sbyte> levels)
    {
        var largest = 0f;
        foreach (var value in turned)
        {
            largest = MathF.Max(largest, MathF.Abs(value));
        }

        levels.Clear();
        Vector = vector;
        Levels = levels;
        Scale = largest / QuantizedProducts.UserLevels;
        if (!(Scale > 1e-30f))
        {
            Scale = 0; // Too small to divide by: all of it is error.
        }

        var (quantized, left, sum) = (0.0, 0.0, 0);
        var tail = 0.0;
        for (var j = 0; j < turned.Length; j++)
        {
            var level = Scale > 0 ? (int)MathF.Round(turned[j] / Scale) : 0;
            levels[j] = (sbyte)level;
            sum += level;
            quantized += (double)Scale * level * Scale * level;
            left += (turned[j] - ((double)Scale * level)) * (turned[j] - ((double)Scale * level));
            tail += j < head ? 0 : (double)turned[j] * turned[j];
            HeadOffset = j < head ? QuantizedProducts.ItemOffset * sum : HeadOffset;
        }

        Offset = QuantizedProducts.ItemOffset * sum;
        QuantizedLength = Math.Sqrt(quantized);
        TailLength = (float)(Math.Sqrt(tail) * 1.00001);
        var square = 0.0;
        foreach (var value in vector)
        {
            square += (double)value * value;
        }

        Length = Math.Sqrt(square);
        Slack = (Math.Sqrt(left) * (1.0001 + deviation)) + (deviation * Length);
        Reach = Length * (1 + deviation);
    }

    /// <summary>u.</summary>
    public ReadOnlySpan<float> Vector { get; }

    /// <summary>p: whole numbers, filled up with zeros.</summary>
    public ReadOnlySpan<sbyte> Levels { get; }

    /// <summary>t: what one level is worth.</summary>
    public float Scale { get; }

    /// <summary>128·Σp over the head: what the items' offset adds to its sums.</summary>
    public int HeadOffset { get; }

    /// <summary>128·Σp.</summary>
    public int Offset { get; }

    /// <summary>|u|; NaN or ∞ where the vector is not finite.</summary>
    public double Length { get; }

    /// <summary>|t·p|.</summary>
    public double QuantizedLength { get; }

    /// <summary>|u| behind the head, rounded up.</summary>
    public float TailLength { get; }

    /// <summary>What an item of length 1 may score above what the levels say: quantisation, basis and rounding.</summary>
    public double Slack { get; }

    /// <summary>What an item of length 1 may score at most.</summary>
    public double Reach { get; }
}
