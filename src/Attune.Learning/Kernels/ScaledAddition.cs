using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Attune.Learning.Kernels;

/// <summary>Adds a multiple of one vector to another: y += a·x.</summary>
/// <remarks>
/// <para><b>Shapes.</b> y is at least as long as x; what lies beyond x's length stays. They may be the same, not overlap otherwise.</para>
/// <para><b>Numerics.</b> Each element is its own sum, so all forms agree but for the fused rounding of a·x: 1e-7 relative.</para>
/// </remarks>
static class ScaledAddition
{
    public static void Add(float a, ReadOnlySpan<float> x, Span<float> y)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(y.Length, x.Length);
        if (Vector512.IsHardwareAccelerated)
        {
            Wide(a, x, y);
        }
        else
        {
            Vectorized(a, x, y);
        }
    }

    /// <summary>The definition.</summary>
    internal static void Scalar(float a, ReadOnlySpan<float> x, Span<float> y)
    {
        for (var i = 0; i < x.Length; i++)
        {
            y[i] += a * x[i];
        }
    }

    internal static void Vectorized(float a, ReadOnlySpan<float> x, Span<float> y)
    {
        var factor = new Vector<float>(a);
        ref var xs = ref MemoryMarshal.GetReference(x);
        ref var ys = ref MemoryMarshal.GetReference(y);
        var i = 0;
        for (; i + Vector<float>.Count <= x.Length; i += Vector<float>.Count)
        {
            Vector.FusedMultiplyAdd(factor, Vector.LoadUnsafe(ref xs, (nuint)i), Vector.LoadUnsafe(ref ys, (nuint)i))
                .StoreUnsafe(ref ys, (nuint)i);
        }

        Scalar(a, x[i..], y[i..]);
    }

    internal static void Wide(float a, ReadOnlySpan<float> x, Span<float> y)
    {
        var factor = Vector512.Create(a);
        ref var xs = ref MemoryMarshal.GetReference(x);
        ref var ys = ref MemoryMarshal.GetReference(y);
        var i = 0;
        for (; i + Vector512<float>.Count <= x.Length; i += Vector512<float>.Count)
        {
            Vector512.FusedMultiplyAdd(factor, Vector512.LoadUnsafe(ref xs, (nuint)i), Vector512.LoadUnsafe(ref ys, (nuint)i))
                .StoreUnsafe(ref ys, (nuint)i);
        }

        Scalar(a, x[i..], y[i..]);
    }
}
