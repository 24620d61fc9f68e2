using Attune.Learning.Kernels;

namespace Attune.Learning.Factors;

/// <summary>A user's vector at one signed byte a factor, and what a bound on scores needs of it: see <see cref="QuantizedItems"/>.</summary>
readonly ref struct QuantizedUser
{
    /// <summary>Quantises into the given bytes: a multiple of 4, at least as many as the vector has numbers.</summary>
    public QuantizedUser(ReadOnlySpan<float> vector, Span<sbyte> levels)
    {
        var largest = 0f;
        foreach (var value in vector)
        {
            largest = MathF.Max(largest, MathF.Abs(value));
        }

        levels.Clear();
        Levels = levels;
        Scale = largest / QuantizedProducts.UserLevels;
        if (!(Scale > 1e-30f))
        {
            Scale = 0; // Too small to divide by: all of it is error.
        }

        var (square, quantized, left, sum) = (0.0, 0.0, 0.0, 0);
        for (var j = 0; j < vector.Length; j++)
        {
            var level = Scale > 0 ? (int)MathF.Round(vector[j] / Scale) : 0;
            levels[j] = (sbyte)level;
            sum += level;
            square += (double)vector[j] * vector[j];
            quantized += (double)Scale * level * Scale * level;
            left += (vector[j] - ((double)Scale * level)) * (vector[j] - ((double)Scale * level));
        }

        Offset = QuantizedProducts.ItemOffset * sum;
        Length = Math.Sqrt(square);
        QuantizedLength = Math.Sqrt(quantized);
        Error = Math.Sqrt(left);
    }

    /// <summary>p: whole numbers, filled up with zeros.</summary>
    public ReadOnlySpan<sbyte> Levels { get; }

    /// <summary>t: what one level is worth.</summary>
    public float Scale { get; }

    /// <summary>128·Σp: what the items' offset adds to every sum.</summary>
    public int Offset { get; }

    /// <summary>|u|; NaN where the vector holds one.</summary>
    public double Length { get; }

    /// <summary>|t·p|.</summary>
    public double QuantizedLength { get; }

    /// <summary>|u − t·p|.</summary>
    public double Error { get; }
}
