using System.Numerics;
using Attune.Learning.Kernels;

namespace Attune.Learning.Sessions;

/// <summary>Makes one vector of a session's items, and takes a gradient by that vector back to all that went into it.</summary>
/// <remarks>
/// <para><b>Computes.</b> With vᵢ the vectors of the items, vₜ that of the last one, r the place counted from the end:
/// <code>
///   aᵢ = priorᵣ + attention · tanh(Item vᵢ + Last vₜ + placeᵣ)       α = softmax(a)
///   s = Σ αᵢ vᵢ                                                      z = Pooled s + Own vₜ
/// </code></para>
/// <para><b>Source.</b> The readout of SR-GNN (Wu et al., AAAI 2019) without the graph, with a learned share of each place; vectors
/// and z are of length 1 as in NISER (Gupta et al., 2019).</para>
/// </remarks>
static class SessionEncoder
{
    /// <summary>Fills the encoding's <see cref="Encoding.Session"/> from its items' vectors.</summary>
    internal static void Forward(EncoderWeights weights, Encoding of)
    {
        var d = weights.Dimensions;
        var last = of.VectorAt(of.Count - 1);
        RowProducts.Of(weights.Last, last, of.FromLast);
        var most = float.NegativeInfinity;
        for (var i = 0; i < of.Count; i++)
        {
            var back = of.Count - 1 - i;
            var hidden = of.HiddenAt(i);
            RowProducts.Of(weights.Item, of.VectorAt(i), hidden);
            var place = weights.Place.Slice(back * d, d);
            ScaledAddition.Add(1, of.FromLast, hidden);
            ScaledAddition.Add(1, place, hidden);
            Tanh(hidden);

            of.Share[i] = weights.Prior[back] + DotProduct.Of(weights.Attention, hidden);
            most = Math.Max(most, of.Share[i]);
        }

        var total = 0f;
        for (var i = 0; i < of.Count; i++)
        {
            total += of.Share[i] = MathF.Exp(of.Share[i] - most);
        }

        Array.Clear(of.Pooled);
        for (var i = 0; i < of.Count; i++)
        {
            of.Share[i] /= total;
            ScaledAddition.Add(of.Share[i], of.VectorAt(i), of.Pooled);
        }

        RowProducts.Of(weights.Pooled, of.Pooled, of.Session);
        RowProducts.Of(weights.Own, last, of.FromLast);
        ScaledAddition.Add(1, of.FromLast, of.Session);
        of.Norm = Math.Max(1e-6f, MathF.Sqrt(DotProduct.Of(of.Session, of.Session)));
        Scale(of.Session, 1 / of.Norm);
    }

    /// <summary>Adds to the gradients of the weights, and writes those of the items' vectors over their hidden states.</summary>
    /// <param name="weights">As in the pass forward.</param>
    /// <param name="of">As the pass forward left it.</param>
    /// <param name="bySession">By <see cref="Encoding.Session"/>, of length 1; overwritten.</param>
    /// <param name="sum">Where gradients of the weights are added up.</param>
    internal static void Backward(EncoderWeights weights, Encoding of, Span<float> bySession, EncoderWeights sum)
    {
        var d = weights.Dimensions;
        var last = of.VectorAt(of.Count - 1);

        // Through the length: what lies along the vector changes nothing.
        ScaledAddition.Add(-DotProduct.Of(bySession, of.Session), of.Session, bySession);
        Scale(bySession, 1 / of.Norm);
        AddOuter(bySession, of.Pooled, sum.Pooled);
        AddOuter(bySession, last, sum.Own);
        Array.Clear(of.ByPooled);
        RowSum.Add(weights.Pooled, bySession, of.ByPooled);
        Array.Clear(of.ByLast);
        RowSum.Add(weights.Own, bySession, of.ByLast);

        var mean = 0f;
        for (var i = 0; i < of.Count; i++)
        {
            of.ByShare[i] = DotProduct.Of(of.ByPooled, of.VectorAt(i));
            mean += of.Share[i] * of.ByShare[i];
        }

        Array.Clear(of.ByHidden);
        for (var i = 0; i < of.Count; i++)
        {
            var back = of.Count - 1 - i;
            var hidden = of.HiddenAt(i);
            var byScore = of.Share[i] * (of.ByShare[i] - mean);
            sum.Prior[back] += byScore;
            ScaledAddition.Add(byScore, hidden, sum.Attention);
            for (var k = 0; k < d; k++)
            {
                hidden[k] = byScore * weights.Attention[k] * (1 - (hidden[k] * hidden[k]));
            }

            AddOuter(hidden, of.VectorAt(i), sum.Item);
            ScaledAddition.Add(1, hidden, sum.Place.Slice(back * d, d));
            ScaledAddition.Add(1, hidden, of.ByHidden);

            // From here on it is the gradient of the item's vector.
            Array.Clear(of.Room);
            RowSum.Add(weights.Item, hidden, of.Room);
            ScaledAddition.Add(of.Share[i], of.ByPooled, of.Room);
            of.Room.CopyTo(hidden);
        }

        AddOuter(of.ByHidden, last, sum.Last);
        RowSum.Add(weights.Last, of.ByHidden, of.ByLast);
        ScaledAddition.Add(1, of.ByLast, of.HiddenAt(of.Count - 1));
    }

    // tanh x = 1 − 2 / (e^2x + 1): to 1e-6, and exact at both ends. Dimensions are a multiple of every vector's width.
    static void Tanh(Span<float> x)
    {
        for (var at = 0; at < x.Length; at += Vector<float>.Count)
        {
            var power = Vector.Exp(2 * new Vector<float>(x[at..]));
            (Vector<float>.One - (new Vector<float>(2) / (power + Vector<float>.One))).CopyTo(x[at..]);
        }
    }

    internal static void Scale(Span<float> x, float by)
    {
        foreach (ref var value in x)
        {
            value *= by;
        }
    }

    static void AddOuter(ReadOnlySpan<float> left, ReadOnlySpan<float> right, Span<float> sum)
    {
        for (var row = 0; row < left.Length; row++)
        {
            ScaledAddition.Add(left[row], right, sum.Slice(row * right.Length, right.Length));
        }
    }

    /// <summary>One session on its way through the encoder.</summary>
    internal sealed class Encoding(int dimensions, int length)
    {
        readonly float[] _vectors = new float[length * dimensions];
        readonly float[] _hidden = new float[length * dimensions];

        /// <summary>How many items it has.</summary>
        internal int Count { get; set; }

        /// <summary>The session's vector, of length 1.</summary>
        internal float[] Session { get; } = new float[dimensions];

        /// <summary>How long the vector was.</summary>
        internal float Norm { get; set; }

        internal float[] Share { get; } = new float[length];

        internal float[] Pooled { get; } = new float[dimensions];

        internal float[] FromLast { get; } = new float[dimensions];

        internal float[] ByShare { get; } = new float[length];

        internal float[] ByPooled { get; } = new float[dimensions];

        internal float[] ByLast { get; } = new float[dimensions];

        internal float[] ByHidden { get; } = new float[dimensions];

        internal float[] Room { get; } = new float[dimensions];

        internal Span<float> VectorAt(int place) => _vectors.AsSpan(place * dimensions, dimensions);

        internal Span<float> HiddenAt(int place) => _hidden.AsSpan(place * dimensions, dimensions);
    }
}
