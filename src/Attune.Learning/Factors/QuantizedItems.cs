using Attune.Learning.Kernels;

namespace Attune.Learning.Factors;

/// <summary>Item vectors at one byte a factor, laid out for <see cref="QuantizedProducts"/>, with what bounds the error.</summary>
/// <remarks>
/// <para><b>Layout.</b> 64 places a block, in order of place; places without a row are all zero.</para>
/// <para><b>Bound.</b> With y = s·q + e (q the whole numbers, e what rounding left) and u = t·p + d likewise:
/// y·u − s·t·(q·p) = e·(t·p) + y·d, and so at most |e|·|t·p| + |y|·|d| (Cauchy and Schwarz). |e| is at most
/// <see cref="WorstError"/>·s over all items.</para>
/// <para><b>Memory.</b> factors + 8 bytes a place.</para>
/// </remarks>
sealed class QuantizedItems
{
    readonly byte[] _blocks;
    readonly int _blockBytes;

    public QuantizedItems(ItemFactors factors, ReadOnlySpan<int> rowOf)
    {
        var groups = (factors.Factors + QuantizedProducts.GroupFactors - 1) / QuantizedProducts.GroupFactors;
        var blocks = (rowOf.Length + QuantizedProducts.BlockItems - 1) / QuantizedProducts.BlockItems;
        _blockBytes = groups * QuantizedProducts.GroupFactors * QuantizedProducts.BlockItems;
        _blocks = new byte[(long)blocks * _blockBytes];
        Array.Fill(_blocks, (byte)QuantizedProducts.ItemOffset);
        Scales = new float[blocks * QuantizedProducts.BlockItems];
        Lengths = new float[blocks * QuantizedProducts.BlockItems];
        Groups = groups;
        for (var place = 0; place < rowOf.Length; place++)
        {
            if (rowOf[place] >= 0)
            {
                Quantize(place, rowOf[place], factors.Of(rowOf[place]));
            }
        }
    }

    /// <summary>Groups of 4 factors, the last filled up with zeros.</summary>
    public int Groups { get; }

    /// <summary>s of every place.</summary>
    public float[] Scales { get; }

    /// <summary>|y| of every place, rounded up.</summary>
    public float[] Lengths { get; }

    /// <summary>The largest |e| / s.</summary>
    public float WorstError { get; private set; }

    /// <summary>The bytes of one block.</summary>
    public ReadOnlySpan<byte> Block(int block) => _blocks.AsSpan(block * _blockBytes, _blockBytes);

    void Quantize(int place, int row, ReadOnlySpan<float> vector)
    {
        var largest = 0f;
        var square = 0.0;
        foreach (var value in vector)
        {
            largest = MathF.Max(largest, MathF.Abs(value));
            square += (double)value * value;
        }

        if (!(square < 1e37))
        {
            throw new ArgumentException($"The vector of row {row} is not finite or too long (its square is {square}; the limit 1e37).");
        }

        var scale = largest / QuantizedProducts.ItemLevels;
        if (!(scale > 1e-30f))
        {
            // Too small to divide by: the bound is the vector's whole length, so scores near 0 are looked at exactly.
            Lengths[place] = largest > 0 ? float.PositiveInfinity : 0f;
            return;
        }

        Scales[place] = scale;
        Lengths[place] = (float)(Math.Sqrt(square) * 1.00001);
        var block = _blocks.AsSpan(place / QuantizedProducts.BlockItems * _blockBytes, _blockBytes);
        var within = place % QuantizedProducts.BlockItems * QuantizedProducts.GroupFactors;
        var error = 0f;
        for (var j = 0; j < vector.Length; j++)
        {
            var level = MathF.Round(vector[j] / scale);
            var left = (vector[j] / scale) - level;
            error += left * left;
            var group = j / QuantizedProducts.GroupFactors * QuantizedProducts.BlockItems * QuantizedProducts.GroupFactors;
            block[group + within + (j % QuantizedProducts.GroupFactors)] = (byte)((int)level + QuantizedProducts.ItemOffset);
        }

        WorstError = MathF.Max(WorstError, MathF.Sqrt(error) * 1.0001f);
    }
}
