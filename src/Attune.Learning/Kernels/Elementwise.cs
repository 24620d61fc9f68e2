using System.Numerics;
using System.Runtime.InteropServices;

namespace Attune.Learning.Kernels;

/// <summary>The short element-by-element steps of a conjugate gradient iteration.</summary>
/// <remarks>
/// <para><b>Shapes.</b> All vectors of one call have the length of the first. The target may be one of the others.</para>
/// <para><b>Numerics.</b> Each element is on its own, so the forms agree but for fused rounding (1e-6 relative).
/// <see cref="MultiplyAndDot"/> adds up as <see cref="DotProduct"/> does.</para>
/// <para>Vectors are short (f numbers), so whatever width <see cref="Vector{T}"/> has will do.</para>
/// </remarks>
static class Elementwise
{
    /// <summary>target = x ∘ y.</summary>
    public static void Multiply(ReadOnlySpan<float> x, ReadOnlySpan<float> y, Span<float> target)
    {
        CheckLengths(x.Length, y.Length, target.Length);
        ref var xs = ref MemoryMarshal.GetReference(x);
        ref var ys = ref MemoryMarshal.GetReference(y);
        ref var ts = ref MemoryMarshal.GetReference(target);
        var i = 0;
        for (; i + Vector<float>.Count <= x.Length; i += Vector<float>.Count)
        {
            (Vector.LoadUnsafe(ref xs, (nuint)i) * Vector.LoadUnsafe(ref ys, (nuint)i)).StoreUnsafe(ref ts, (nuint)i);
        }

        for (; i < x.Length; i++)
        {
            target[i] = x[i] * y[i];
        }
    }

    /// <summary>target = x ∘ y; returns x · target.</summary>
    public static float MultiplyAndDot(ReadOnlySpan<float> x, ReadOnlySpan<float> y, Span<float> target)
    {
        CheckLengths(x.Length, y.Length, target.Length);
        ref var xs = ref MemoryMarshal.GetReference(x);
        ref var ys = ref MemoryMarshal.GetReference(y);
        ref var ts = ref MemoryMarshal.GetReference(target);
        var sums = Vector<float>.Zero;
        var i = 0;
        for (; i + Vector<float>.Count <= x.Length; i += Vector<float>.Count)
        {
            var u = Vector.LoadUnsafe(ref xs, (nuint)i);
            var product = u * Vector.LoadUnsafe(ref ys, (nuint)i);
            product.StoreUnsafe(ref ts, (nuint)i);
            sums = Vector.FusedMultiplyAdd(u, product, sums);
        }

        var sum = Vector.Sum(sums);
        for (; i < x.Length; i++)
        {
            var factor = x[i];
            target[i] = factor * y[i];
            sum += factor * target[i];
        }

        return sum;
    }

    /// <summary>y = x + a·y.</summary>
    public static void ScaleAndAdd(ReadOnlySpan<float> x, float a, Span<float> y)
    {
        CheckLengths(x.Length, y.Length, y.Length);
        ref var xs = ref MemoryMarshal.GetReference(x);
        ref var ys = ref MemoryMarshal.GetReference(y);
        var factor = new Vector<float>(a);
        var i = 0;
        for (; i + Vector<float>.Count <= x.Length; i += Vector<float>.Count)
        {
            Vector.FusedMultiplyAdd(factor, Vector.LoadUnsafe(ref ys, (nuint)i), Vector.LoadUnsafe(ref xs, (nuint)i))
                .StoreUnsafe(ref ys, (nuint)i);
        }

        for (; i < x.Length; i++)
        {
            y[i] = x[i] + (a * y[i]);
        }
    }

    /// <summary>y = x ∘ (constant + y).</summary>
    public static void Weigh(ReadOnlySpan<float> x, float constant, Span<float> y)
    {
        CheckLengths(x.Length, y.Length, y.Length);
        ref var xs = ref MemoryMarshal.GetReference(x);
        ref var ys = ref MemoryMarshal.GetReference(y);
        var constants = new Vector<float>(constant);
        var i = 0;
        for (; i + Vector<float>.Count <= x.Length; i += Vector<float>.Count)
        {
            var weighed = Vector.LoadUnsafe(ref xs, (nuint)i) * (constants + Vector.LoadUnsafe(ref ys, (nuint)i));
            weighed.StoreUnsafe(ref ys, (nuint)i);
        }

        for (; i < x.Length; i++)
        {
            y[i] = x[i] * (constant + y[i]);
        }
    }

    static void CheckLengths(int x, int y, int target)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(y, x);
        ArgumentOutOfRangeException.ThrowIfNotEqual(target, x);
    }
}
