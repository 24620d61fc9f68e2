using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Attune.Learning.Kernels;

/// <summary>Copies scattered rows of a matrix side by side, so that several passes over them find them in the cache.</summary>
/// <remarks>
/// <para><b>Shapes.</b> Y: [any × n], row-major. Into: at least [rows × n].</para>
/// <para><b>Layout of the loop.</b> The row eight places on is asked for while this one is copied: the rows lie anywhere in
/// megabytes, and no hardware guesses the next.</para>
/// </remarks>
static class RowGather
{
    const int Ahead = 8;
    const int CacheLine = 16;

    public static void Copy(ReadOnlySpan<float> y, int n, ReadOnlySpan<int> rows, Span<float> into)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(into.Length, rows.Length * n);
        if (Vector512.IsHardwareAccelerated && n > 0 && n % Vector512<float>.Count == 0)
        {
            Wide(y, n, rows, into);
        }
        else
        {
            Scalar(y, n, rows, into);
        }
    }

    /// <summary>The definition.</summary>
    internal static void Scalar(ReadOnlySpan<float> y, int n, ReadOnlySpan<int> rows, Span<float> into)
    {
        for (var i = 0; i < rows.Length; i++)
        {
            y.Slice(rows[i] * n, n).CopyTo(into.Slice(i * n, n));
        }
    }

    /// <summary>n a multiple of 16. Every row is checked to lie in Y.</summary>
    internal static void Wide(ReadOnlySpan<float> y, int n, ReadOnlySpan<int> rows, Span<float> into)
    {
        var count = y.Length / n;
        ref var to = ref MemoryMarshal.GetReference(into);
        for (var i = 0; i < rows.Length; i++)
        {
            if (i + Ahead < rows.Length && Sse.IsSupported)
            {
                Prefetch(ref Row(y, n, rows[i + Ahead], count), n);
            }

            ref var from = ref Row(y, n, rows[i], count);
            for (var j = 0; j < n; j += CacheLine)
            {
                Vector512.LoadUnsafe(ref from, (nuint)j).StoreUnsafe(ref to, (nuint)j);
            }

            to = ref Unsafe.Add(ref to, n);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static ref float Row(ReadOnlySpan<float> y, int n, int row, int count)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)row, (uint)count, nameof(row));
        return ref Unsafe.Add(ref MemoryMarshal.GetReference(y), (nint)row * n);
    }

    /// <summary>A hint only: should the collector move the array meanwhile, a line is fetched in vain.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static unsafe void Prefetch(ref float row, int n)
    {
        for (var j = 0; j < n; j += CacheLine)
        {
            Sse.Prefetch0(Unsafe.AsPointer(ref Unsafe.Add(ref row, j)));
        }
    }
}
