namespace Attune.Learning.Factors;

/// <summary>A factor model together with how its users are folded in.</summary>
/// <remarks><b>Concurrency.</b> Immutable. The memories may lie over a mapped file, which must outlive this.</remarks>
public sealed class TasteModel
{
    /// <summary>Takes the parts of a model.</summary>
    /// <param name="items">The vectors that are scanned.</param>
    /// <param name="inputs">The vectors users are made of, [items × factors] row-major; empty = users are solved for, as iALS has it.</param>
    /// <exception cref="ArgumentException">The inputs do not fit the items.</exception>
    public TasteModel(ItemFactors items, ReadOnlyMemory<float> inputs = default)
    {
        ArgumentNullException.ThrowIfNull(items);
        (Items, Inputs) = (items, inputs);
        FoldIn = inputs.IsEmpty ? new FoldIn(items) : new Projection(items.Items, items.Factors, inputs);
    }

    /// <summary>The vectors that are scanned.</summary>
    public ItemFactors Items { get; }

    /// <summary>The vectors users are made of; empty where users are solved for.</summary>
    public ReadOnlyMemory<float> Inputs { get; }

    /// <summary>Makes users' vectors.</summary>
    public IFoldIn FoldIn { get; }
}
