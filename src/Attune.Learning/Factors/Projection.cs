using Attune.Learning.Kernels;

namespace Attune.Learning.Factors;

/// <summary>A user's vector as the sum of their items' input vectors, each times its strength: fold-in of a linear factor model.</summary>
/// <remarks>
/// <para><b>Computes.</b> x = Σ sᵢ·vᵢ; an item's score is then x·yⱼ = Σ sᵢ·vᵢ·yⱼ, so V·Yᵀ is an item-to-item model of low rank
/// (V the inputs, Y the factors that are scanned).</para>
/// <para><b>Cost.</b> items·f multiply-adds.</para>
/// </remarks>
public sealed class Projection : IFoldIn
{
    readonly ReadOnlyMemory<float> _inputs;
    readonly int _items;

    /// <summary>Projects by these input vectors.</summary>
    /// <param name="items">Rows of V.</param>
    /// <param name="factors">Columns of V.</param>
    /// <param name="inputs">V, row-major; nothing is copied.</param>
    /// <exception cref="ArgumentException">The shape does not fit; the message gives both.</exception>
    public Projection(int items, int factors, ReadOnlyMemory<float> inputs)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(items);
        ArgumentOutOfRangeException.ThrowIfLessThan(factors, 1);
        if (inputs.Length != (long)items * factors)
        {
            throw new ArgumentException($"{items} items of {factors} factors are {(long)items * factors} inputs; {inputs.Length} given.", nameof(inputs));
        }

        (_items, Factors, _inputs) = (items, factors, inputs);
    }

    /// <inheritdoc/>
    public int Factors { get; }

    /// <inheritdoc/>
    public void Solve(ReadOnlySpan<int> items, ReadOnlySpan<float> strengths, Span<float> user)
    {
        if (items.Length != strengths.Length || user.Length != Factors)
        {
            throw new ArgumentException(
                $"{items.Length} items with {strengths.Length} strengths into {user.Length} numbers; the model has {Factors} factors.");
        }

        user.Clear();
        for (var i = 0; i < items.Length; i++)
        {
            if ((uint)items[i] >= (uint)_items || !(strengths[i] >= 0) || !float.IsFinite(strengths[i]))
            {
                throw new ArgumentException(
                    $"Item {items[i]} with strength {strengths[i]}: items are 0 to {_items - 1}, strengths finite and ≥ 0.");
            }

            ScaledAddition.Add(strengths[i], _inputs.Span.Slice(items[i] * Factors, Factors), user);
        }

        foreach (var value in user)
        {
            if (!float.IsFinite(value))
            {
                throw new ArithmeticException("The user's vector is not finite: damaged inputs or absurd strengths.");
            }
        }
    }
}
