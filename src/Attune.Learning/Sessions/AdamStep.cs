using System.Numerics;

namespace Attune.Learning.Sessions;

/// <summary>Adam: steps scaled by how large a number's gradients have been (Kingma and Ba, ICLR 2015).</summary>
/// <remarks>Of item vectors only those that have a gradient move (lazy Adam): means of the others stay as they were.</remarks>
sealed class AdamStep(int count)
{
    const float FirstDecay = 0.9f;
    const float SecondDecay = 0.999f;
    const float Epsilon = 1e-8f;

    readonly float[] _first = new float[count];
    readonly float[] _second = new float[count];

    /// <summary>Moves some values by their gradients.</summary>
    /// <param name="values">The values to move.</param>
    /// <param name="gradients">Of the same length.</param>
    /// <param name="from">Where they lie among all that is learned.</param>
    /// <param name="step">The number of the step, from 1.</param>
    /// <param name="rate">The learning rate.</param>
    internal void Move(Span<float> values, ReadOnlySpan<float> gradients, int from, int step, float rate)
    {
        var first = _first.AsSpan(from, values.Length);
        var second = _second.AsSpan(from, values.Length);
        var scale = rate * MathF.Sqrt(1 - MathF.Pow(SecondDecay, step)) / (1 - MathF.Pow(FirstDecay, step));
        var i = 0;
        for (; i <= values.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            var slope = new Vector<float>(gradients[i..]);
            var mean = (FirstDecay * new Vector<float>(first[i..])) + ((1 - FirstDecay) * slope);
            var square = (SecondDecay * new Vector<float>(second[i..])) + ((1 - SecondDecay) * slope * slope);
            mean.CopyTo(first[i..]);
            square.CopyTo(second[i..]);
            (new Vector<float>(values[i..]) - (scale * mean / (Vector.SquareRoot(square) + new Vector<float>(Epsilon)))).CopyTo(values[i..]);
        }

        for (; i < values.Length; i++)
        {
            var gradient = gradients[i];
            first[i] = (FirstDecay * first[i]) + ((1 - FirstDecay) * gradient);
            second[i] = (SecondDecay * second[i]) + ((1 - SecondDecay) * gradient * gradient);
            values[i] -= scale * first[i] / (MathF.Sqrt(second[i]) + Epsilon);
        }
    }
}
