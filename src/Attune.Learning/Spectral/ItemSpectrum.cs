namespace Attune.Learning.Spectral;

/// <summary>The strongest directions in which items are taken up together: the right singular vectors of a normalised interaction matrix.</summary>
/// <remarks>
/// <para><b>Shapes.</b> <see cref="Vectors"/> = V: [items × components], row-major, columns perpendicular and of length 1, by
/// falling singular value. An item without interactions has a row of zeros.</para>
/// <para><b>Concurrency.</b> Immutable.</para>
/// </remarks>
public sealed class ItemSpectrum
{
    internal ItemSpectrum(int items, float[] singularValues, float[] vectors, double[] itemSums) =>
        (Items, SingularValues, Vectors, ItemSums) = (items, singularValues, vectors, itemSums);

    /// <summary>How many items.</summary>
    public int Items { get; }

    /// <summary>How many components.</summary>
    public int Components => SingularValues.Length;

    /// <summary>σ, falling, ≥ 0.</summary>
    public ReadOnlyMemory<float> SingularValues { get; }

    /// <summary>V, row-major.</summary>
    public ReadOnlyMemory<float> Vectors { get; }

    /// <summary>By item: the sum of its strengths.</summary>
    internal double[] ItemSums { get; }
}
