using Attune.Learning.Kernels;

namespace Attune.Learning.Factors;

/// <summary>A user's vector from the items of their profile, the items' vectors held fixed: the exact half-step of iALS for one user.</summary>
/// <remarks>
/// <para><b>Computes.</b> x = (α₀·YᵀY + Σ sᵢ·yᵢyᵢᵀ + λᵤ·I)⁻¹ · Σ sᵢ·yᵢ over the given items i with strengths sᵢ;
/// λᵤ as in <see cref="FrequencyScaling"/>.</para>
/// <para><b>Cost.</b> items·f²/2 + f³/6 multiply-adds. Where the Gram matrix is diagonal (<see cref="ItemFactors.InEigenbasis"/>)
/// and there are no more items than factors, items²·f/2 + items³/6 (<see cref="FoldInByItems"/>).</para>
/// <para><b>Concurrency.</b> Any number of threads; the scratch belongs to the thread and nothing is allocated once it is there.</para>
/// </remarks>
public sealed class FoldIn : IFoldIn
{
    /// <summary>Items whose vectors are gathered before they are added to the system together.</summary>
    const int Gathered = 64;

    [ThreadStatic]
    static float[]? Scratch;

    readonly ItemFactors _items;
    readonly float[] _unobserved;
    readonly bool _diagonal;

    /// <summary>Folds users into this model.</summary>
    public FoldIn(ItemFactors items)
    {
        ArgumentNullException.ThrowIfNull(items);
        _items = items;
        _unobserved = items.Gram.ToArray();
        foreach (ref var value in _unobserved.AsSpan())
        {
            value *= items.UnobservedWeight;
        }

        _diagonal = items.HasDiagonalGram;
    }

    /// <summary>Numbers a user's vector has.</summary>
    public int Factors => _items.Factors;

    /// <summary>Writes the user's vector. Without items, or with nothing but strengths of 0, it is 0.</summary>
    /// <param name="items">The user's items; one that is there twice counts with both strengths.</param>
    /// <param name="strengths">How strongly each speaks, ≥ 0; see <see cref="IalsSettings.UnobservedWeight"/> for the scale.</param>
    /// <param name="user">Where the vector goes: <see cref="Factors"/> numbers.</param>
    /// <exception cref="ArgumentException">A length does not fit, an item is unknown, a strength is negative or not finite.</exception>
    /// <exception cref="ArithmeticException">The system has no stable solution: damaged factors or absurd strengths.</exception>
    public void Solve(ReadOnlySpan<int> items, ReadOnlySpan<float> strengths, Span<float> user)
    {
        var total = Check(items, strengths, user);
        user.Clear();
        if (total == 0)
        {
            return;
        }

        var lambda = FrequencyScaling.Of(
            _items.Regularization, _items.FrequencyExponent, total, _items.UnobservedWeight, _items.Items);
        var solved = _diagonal && items.Length <= Factors
            ? TrySolveByItems(items, strengths, lambda, user)
            : TrySolveByFactors(items, strengths, lambda, user);
        if (!solved)
        {
            throw new ArithmeticException(
                $"The system of a user with {items.Length} items of total strength {total} (λ {lambda}) is not positive definite: the model is damaged or the strengths are absurd.");
        }
    }

    bool TrySolveByFactors(ReadOnlySpan<int> items, ReadOnlySpan<float> strengths, float lambda, Span<float> user)
    {
        var f = Factors;
        var scratch = Room((f * f) + (Gathered * f));
        var system = scratch[..(f * f)];
        _unobserved.CopyTo(system);
        AddItems(items, strengths, scratch[(f * f)..], system, user);
        for (var j = 0; j < f; j++)
        {
            system[(j * f) + j] += lambda;
        }

        if (!CholeskyFactor.TryFactor(system, f))
        {
            return false;
        }

        CholeskyFactor.Solve(system, user);
        return true;
    }

    bool TrySolveByItems(ReadOnlySpan<int> items, ReadOnlySpan<float> strengths, float lambda, Span<float> user)
    {
        var f = Factors;
        var scratch = Room(f + FoldInByItems.Scratch(items.Length, f));
        for (var j = 0; j < f; j++)
        {
            scratch[j] = _unobserved[(j * f) + j] + lambda;
        }

        return FoldInByItems.TrySolve(_items, scratch[..f], items, strengths, scratch[f..], user);
    }

    static Span<float> Room(int length) =>
        (Scratch is { } kept && kept.Length >= length ? kept : Scratch = new float[length]).AsSpan(0, length);

    /// <summary>Adds Σ s·yyᵀ to the system, as the Gram matrix of the rows √s·y, and Σ s·y to the right side.</summary>
    void AddItems(ReadOnlySpan<int> items, ReadOnlySpan<float> strengths, Span<float> rows, Span<float> system, Span<float> right)
    {
        var f = Factors;
        for (var from = 0; from < items.Length; from += Gathered)
        {
            var count = Math.Min(Gathered, items.Length - from);
            rows[..(count * f)].Clear();
            for (var i = 0; i < count; i++)
            {
                var strength = strengths[from + i];
                var y = _items.Of(items[from + i]);
                ScaledAddition.Add(MathF.Sqrt(strength), y, rows.Slice(i * f, f));
                ScaledAddition.Add(strength, y, right);
            }

            GramMatrix.Add(rows[..(count * f)], f, system);
        }
    }

    float Check(ReadOnlySpan<int> items, ReadOnlySpan<float> strengths, ReadOnlySpan<float> user)
    {
        if (items.Length != strengths.Length || user.Length != Factors)
        {
            throw new ArgumentException(
                $"{items.Length} items with {strengths.Length} strengths into {user.Length} numbers; the model has {Factors} factors.");
        }

        var total = 0f;
        for (var i = 0; i < items.Length; i++)
        {
            if ((uint)items[i] >= (uint)_items.Items || !(strengths[i] >= 0) || !float.IsFinite(strengths[i]))
            {
                throw new ArgumentException(
                    $"Item {items[i]} with strength {strengths[i]}: items are 0 to {_items.Items - 1}, strengths finite and ≥ 0.");
            }

            total += strengths[i];
        }

        return total;
    }
}
