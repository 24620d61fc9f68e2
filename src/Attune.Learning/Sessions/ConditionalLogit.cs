using Attune.Learning.Kernels;
using Attune.Learning.Parallelism;

namespace Attune.Learning.Sessions;

/// <summary>Learns which of several alternatives is taken: P(i) ∝ exp((w + w of its group) · xᵢ) (McFadden 1974).</summary>
/// <remarks>
/// Maximum likelihood with a square penalty on weights of standardised columns, by Adam on all choices at once: the loss is
/// convex. Choices are cut in fixed blocks whose gradients are added up in order, so it repeats at any number of threads.
/// </remarks>
static class ConditionalLogit
{
    const int Rounds = 200;
    const int ChoicesPerBlock = 256;
    const float Rate = 0.05f;
    const float Penalty = 1e-4f;

    /// <summary>Learns the weights.</summary>
    /// <param name="choices">Each with its alternatives, one taken.</param>
    /// <param name="width">Numbers an alternative has.</param>
    /// <param name="groups">Groups of choices whose weights may differ.</param>
    /// <param name="threads">0 = all processors.</param>
    /// <param name="cancellation">Looked at in every round.</param>
    /// <returns>By group, a weight a column; zeros where there are no choices.</returns>
    internal static float[] Fit(IReadOnlyList<Choice> choices, int width, int groups, int threads, CancellationToken cancellation)
    {
        // In front the weights of all, then what each group has besides.
        var weights = new float[(1 + groups) * width];
        if (choices.Count == 0)
        {
            return weights[width..];
        }

        var scales = Scales(choices, width);
        foreach (var choice in choices)
        {
            for (var at = 0; at < choice.Values.Length; at++)
            {
                choice.Values[at] *= scales[at % width];
            }
        }

        var adam = new AdamStep(weights.Length);
        var blocks = new float[(choices.Count + ChoicesPerBlock - 1) / ChoicesPerBlock][];
        for (var round = 1; round <= Rounds; round++)
        {
            Blocks.Run(
                choices.Count, ChoicesPerBlock, threads, () => new float[choices.Max(choice => choice.Values.Length / width)],
                (room, from, to) =>
                {
                    var sum = blocks[from / ChoicesPerBlock] = new float[weights.Length];
                    for (var n = from; n < to; n++)
                    {
                        AddGradient(choices[n], weights, width, room, sum);
                    }
                },
                null, cancellation);
            var gradient = new float[weights.Length];
            foreach (var block in blocks)
            {
                ScaledAddition.Add(1f / choices.Count, block, gradient);
            }

            ScaledAddition.Add(Penalty, weights, gradient);
            adam.Move(weights, gradient, 0, round, Rate * (1 - (0.95f * round / Rounds)));
        }

        var byGroup = new float[groups * width];
        for (var at = 0; at < byGroup.Length; at++)
        {
            byGroup[at] = scales[at % width] * (weights[at % width] + weights[width + at]);
        }

        return byGroup;
    }

    static float[] Scales(IReadOnlyList<Choice> choices, int width)
    {
        var (squares, rows) = (new double[width], 0L);
        foreach (var choice in choices)
        {
            rows += choice.Values.Length / width;
            for (var at = 0; at < choice.Values.Length; at++)
            {
                squares[at % width] += (double)choice.Values[at] * choice.Values[at];
            }
        }

        return Array.ConvertAll(squares, square => square > 0 ? (float)(1 / Math.Sqrt(square / rows)) : 0);
    }

    static void AddGradient(Choice choice, float[] weights, int width, float[] room, float[] sum)
    {
        var shares = room.AsSpan(0, choice.Values.Length / width);
        var (own, both) = ((1 + choice.Group) * width, new float[width]);
        ScaledAddition.Add(1, weights.AsSpan(0, width), both);
        ScaledAddition.Add(1, weights.AsSpan(own, width), both);
        RowProducts.Of(choice.Values, both, shares);
        var most = float.NegativeInfinity;
        foreach (var share in shares)
        {
            most = Math.Max(most, share);
        }

        var total = 0f;
        foreach (ref var share in shares)
        {
            total += share = MathF.Exp(share - most);
        }

        SessionEncoder.Scale(shares, 1 / total);
        shares[choice.Taken] -= 1;
        both.AsSpan().Clear();
        RowSum.Add(choice.Values, shares, both);
        ScaledAddition.Add(1, both, sum.AsSpan(0, width));
        ScaledAddition.Add(1, both, sum.AsSpan(own, width));
    }
}

/// <summary>Some alternatives, one of them taken.</summary>
/// <param name="Values">By alternative, its numbers; scaled while it is learned from.</param>
/// <param name="Taken">Which was taken.</param>
/// <param name="Group">Whose weights it goes by, besides those of all.</param>
sealed record Choice(float[] Values, int Taken, int Group);
