namespace Attune.Recommending.Arranging;

/// <summary>Chooses greedily the set of the greatest determinant: relevant items that span much.</summary>
/// <remarks>
/// <para><b>Computes.</b> The kernel is L(i, j) = qᵢ · likeness(i, j) · qⱼ with qᵢ = exp((1 − d) · relevance(i) / (2d)); next is the candidate
/// that raises log det of the chosen rows and columns most. Diversity d = 1 looks at likeness alone, near 0 at relevance alone.</para>
/// <para><b>Source.</b> Chen, Zhang, Zhou, "Fast Greedy MAP Inference for Determinantal Point Process", NeurIPS 2018: each step appends a row
/// to the Cholesky factor of every candidate, and no determinant is ever computed.</para>
/// <para><b>Cost.</b> Candidates · chosen² multiplications, and candidates · chosen likenesses.</para>
/// </remarks>
static class DeterminantalChoice
{
    const float Nothing = 1e-6f;

    /// <summary>Chooses so many; where no candidate adds anything any more, the others follow by relevance.</summary>
    public static void Choose(Choice choice, double diversity, int wanted)
    {
        var count = choice.Count;
        choice.Steps = choice.Steps.Length < count * wanted ? new float[count * wanted] : choice.Steps;
        var rows = choice.Steps;
        var left = choice.Work.AsSpan(0, count);
        var scale = (float)((1 - diversity) / (2 * diversity));
        left.Fill(1);
        for (var step = 0; step < wanted; step++)
        {
            var best = Best(choice, left, scale);
            if (best < 0)
            {
                break;
            }

            choice.Take(best);
            var root = MathF.Sqrt(left[best]);
            var own = rows.AsSpan(best * wanted, step);
            for (var candidate = 0; candidate < count; candidate++)
            {
                if (choice.IsChosen(candidate))
                {
                    continue;
                }

                // The factor of the likenesses alone: qᵢ scales its row, and is put back where candidates are compared.
                var row = rows.AsSpan(candidate * wanted, wanted);
                var entry = choice.Likeness.Of(candidate, best);
                for (var k = 0; k < step; k++)
                {
                    entry -= row[k] * own[k];
                }

                row[step] = entry / root;
                left[candidate] -= row[step] * row[step];
            }
        }

        for (var candidate = 0; candidate < count && choice.ChosenCount < wanted; candidate++)
        {
            if (!choice.IsChosen(candidate))
            {
                choice.Take(candidate);
            }
        }
    }

    // log(qᵢ² · what is left of i) in logarithms, because qᵢ may be greater than a float.
    static int Best(Choice choice, ReadOnlySpan<float> left, float scale)
    {
        var (best, most) = (-1, float.NegativeInfinity);
        for (var candidate = 0; candidate < choice.Count; candidate++)
        {
            if (choice.IsChosen(candidate) || left[candidate] < Nothing)
            {
                continue;
            }

            var value = (2 * scale * choice.Relevance[candidate]) + MathF.Log(left[candidate]);
            if (value > most)
            {
                (best, most) = (candidate, value);
            }
        }

        return best;
    }
}
