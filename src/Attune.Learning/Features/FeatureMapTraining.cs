using Attune.Learning.Factors;
using Attune.Learning.Parallelism;

namespace Attune.Learning.Features;

/// <summary>Learns where items of given features stand among the vectors of a factor model: a ridge regression.</summary>
/// <remarks>
/// <para><b>Minimises.</b> Σ over items wᵢ·|yᵢ − Bᵀφᵢ|² + λ·|B|², φᵢ the item's features with a 1 for
/// <see cref="Feature.Always"/>, wᵢ = nᵢ / (nᵢ + reliability).</para>
/// <para><b>How.</b> The normal equations (ΦᵀWΦ + λI)·B = ΦᵀW·Y are never formed: conjugate gradients with the diagonal as
/// preconditioner, every factor a right side of its own, sixteen of them side by side (<see cref="RidgeColumns"/>).</para>
/// <para><b>Cost.</b> 4·steps·(features of all items)·f multiply-adds; memory features·(f + 64·threads) floats.</para>
/// <para><b>Determinism.</b> Same bytes at any number of threads: a factor is one thread's business.</para>
/// </remarks>
public static class FeatureMapTraining
{
    const int ColumnsAtOnce = 16;

    /// <summary>Learns a map.</summary>
    /// <param name="items">By row of the model: what the item is.</param>
    /// <param name="model">The items' vectors.</param>
    /// <param name="interactions">By row: how often the item was taken up, 0 or more; an item never taken up teaches nothing.</param>
    /// <param name="settings">How.</param>
    /// <param name="cancellation">Ends it between steps.</param>
    /// <returns>The map; without any feature that enough items have it knows only <see cref="Feature.Always"/>, and maps nothing.</returns>
    /// <exception cref="ArgumentException">A setting is out of range, a length does not fit, a number is not finite.</exception>
    public static FeatureMap Train(
        IReadOnlyList<Feature[]> items, ItemFactors model, ReadOnlySpan<float> interactions, FeatureMapSettings settings, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(items);
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(settings);
        settings.Validate();
        if (items.Count != model.Items || interactions.Length != model.Items)
        {
            throw new ArgumentException($"The model has {model.Items} items; features are given of {items.Count}, interactions of {interactions.Length}.");
        }

        var weights = new float[interactions.Length];
        for (var item = 0; item < weights.Length; item++)
        {
            var taken = interactions[item];
            if (!(taken >= 0) || !float.IsFinite(taken))
            {
                throw new ArgumentException($"Item {item} was taken up {taken} times; that must be a number, 0 or more.", nameof(interactions));
            }

            weights[item] = taken > 0 ? taken / (taken + settings.Reliability) : 0;
        }

        var vocabulary = FeatureVocabulary.Of(items, settings);
        var vectors = new float[vocabulary.Hashes.Length * model.Factors];
        Blocks.Run(
            model.Factors,
            ColumnsAtOnce,
            settings.Threads,
            () => 0,
            (_, from, to) => new RidgeColumns(vocabulary.Items, weights, settings, cancellation).Solve(model, from, to - from, vectors),
            progress: null,
            cancellation);
        return new FeatureMap(model.Factors, vocabulary.Hashes, vectors);
    }
}
