using Attune.Learning.Matrices;
using Attune.Learning.Neighbors;

namespace Attune.Learning.Linear;

/// <summary>Item-to-item lists by linear regression: every item explained by others, in closed form.</summary>
/// <remarks>
/// <para><b>Computes.</b> The B with zero diagonal that minimises ‖X̂ − X̂B‖² + Σᵢⱼ λᵢBᵢⱼ², X̂ being the weighted interactions
/// (<see cref="WeightedItems"/>). With P = (X̂ᵀX̂ + Λ)⁻¹ that is Bᵢⱼ = −Pᵢⱼ / Pⱼⱼ. The list of i holds the K largest Bᵢⱼ above 0: a
/// profile's score for j is the sum of Bᵢⱼ over its items i, so that something new in a profile counts without any training.
/// Why those below 0 are left out: ADR 0012.</para>
/// <para><b>Two ways.</b> Each item is explained only by those that explain most of it each alone (<see cref="RestrictedForm"/>), in
/// systems of a hundred or so; or, where that is asked for and half a matrix of items × items fits the memory budget, by all
/// others at once (<see cref="ClosedForm"/>).</para>
/// <para><b>Source.</b> Steck, "Embarrassingly shallow autoencoders for sparse data", WWW 2019 (EASE); the penalty by frequency is
/// that of his "Autoencoders that don't overfit towards the identity", NeurIPS 2020; the restriction is fsSLIM's: Ning and
/// Karypis, "SLIM: sparse linear methods for top-N recommender systems", ICDM 2011.</para>
/// <para><b>Order.</b> By falling score; equal scores by lower item index. The same lists, bit for bit, at any thread count.</para>
/// </remarks>
public static class LinearNeighbors
{
    /// <summary>Makes the lists.</summary>
    /// <param name="userItem">Users × items, values are strengths of 0 or more.</param>
    /// <param name="settings">How.</param>
    /// <param name="progress">Told the share done, 0 to 1.</param>
    /// <param name="cancellation">Ends the work within a fraction of a second.</param>
    /// <exception cref="ArgumentException">A strength is negative or not finite; the message says whose.</exception>
    public static NeighborLists Train(
        SparseMatrix userItem, LinearSettings settings, IProgress<double>? progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(userItem);
        ArgumentNullException.ThrowIfNull(settings);
        settings.Validate();
        var items = new WeightedItems(userItem, settings);
        return settings.Exact && SymmetricMatrix.BytesFor(userItem.Columns) <= settings.MemoryBudget
            ? ClosedForm.Train(items, settings, progress, cancellation)
            : RestrictedForm.Train(items, settings, progress, cancellation);
    }
}
