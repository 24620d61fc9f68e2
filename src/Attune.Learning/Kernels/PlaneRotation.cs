using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Attune.Learning.Kernels;

/// <summary>Turns two vectors in their plane: (x, y) ← (c·x − s·y, s·x + c·y).</summary>
/// <remarks><b>Shapes.</b> x and y have the same length and do not overlap.</remarks>
static class PlaneRotation
{
    public static void Apply(float c, float s, Span<float> x, Span<float> y)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(y.Length, x.Length);
        if (Vector512.IsHardwareAccelerated)
        {
            Wide(c, s, x, y);
        }
        else
        {
            Vectorized(c, s, x, y);
        }
    }

    /// <summary>The definition.</summary>
    internal static void Scalar(float c, float s, Span<float> x, Span<float> y)
    {
        for (var i = 0; i < x.Length; i++)
        {
            (x[i], y[i]) = ((c * x[i]) - (s * y[i]), (s * x[i]) + (c * y[i]));
        }
    }

    internal static void Vectorized(float c, float s, Span<float> x, Span<float> y)
    {
        ref var xs = ref MemoryMarshal.GetReference(x);
        ref var ys = ref MemoryMarshal.GetReference(y);
        var i = 0;
        for (; i + Vector<float>.Count <= x.Length; i += Vector<float>.Count)
        {
            var u = Vector.LoadUnsafe(ref xs, (nuint)i);
            var v = Vector.LoadUnsafe(ref ys, (nuint)i);
            ((u * c) - (v * s)).StoreUnsafe(ref xs, (nuint)i);
            ((u * s) + (v * c)).StoreUnsafe(ref ys, (nuint)i);
        }

        Scalar(c, s, x[i..], y[i..]);
    }

    internal static void Wide(float c, float s, Span<float> x, Span<float> y)
    {
        ref var xs = ref MemoryMarshal.GetReference(x);
        ref var ys = ref MemoryMarshal.GetReference(y);
        var i = 0;
        for (; i + Vector512<float>.Count <= x.Length; i += Vector512<float>.Count)
        {
            var u = Vector512.LoadUnsafe(ref xs, (nuint)i);
            var v = Vector512.LoadUnsafe(ref ys, (nuint)i);
            ((u * c) - (v * s)).StoreUnsafe(ref xs, (nuint)i);
            ((u * s) + (v * c)).StoreUnsafe(ref ys, (nuint)i);
        }

        Scalar(c, s, x[i..], y[i..]);
    }
}
