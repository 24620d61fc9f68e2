using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace Attune.Learning.Kernels;

/// <summary>Asks for a row's cache lines ahead of its use: rows met at random otherwise cost a trip to memory each, one after the other.</summary>
/// <remarks>A hint: nothing is read or written, and where there is no such instruction nothing happens.</remarks>
static class RowPrefetch
{
    const int LineFloats = 16;

    public static unsafe void Start(ReadOnlySpan<float> row)
    {
        if (Sse.IsSupported)
        {
            // A moving collector may make the address stale, and then the hint is wasted: no harm is done.
            var start = (float*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(row));
            for (var i = 0; i < row.Length; i += LineFloats)
            {
                Sse.Prefetch0(start + i);
            }
        }
    }
}
