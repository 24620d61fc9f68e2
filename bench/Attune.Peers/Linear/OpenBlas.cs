using System.Runtime.InteropServices;

namespace Attune.Peers.Linear;

/// <summary>OpenBLAS, through <c>native/linear.cpp</c>.</summary>
static unsafe partial class OpenBlas
{
    const string Library = "peers-linear";

    /// <summary>Named with the kernels it chose: those of <c>OPENBLAS_CORETYPE</c> where that is set.</summary>
    internal static string Name => $"OpenBLAS ({Marshal.PtrToStringUTF8(Core())})";

    [LibraryImport(Library, EntryPoint = "blas_threads")]
    internal static partial void SetThreads(int threads);

    [LibraryImport(Library, EntryPoint = "blas_inverse")]
    internal static partial int Inverse(float* a, int n);

    [LibraryImport(Library, EntryPoint = "blas_product")]
    internal static partial void Product(float* a, float* b, float* c, int n);

    [LibraryImport(Library, EntryPoint = "blas_core")]
    internal static partial nint Core();
}
