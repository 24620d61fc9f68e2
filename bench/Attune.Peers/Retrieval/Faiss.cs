using System.Runtime.InteropServices;

namespace Attune.Peers.Retrieval;

/// <summary>FAISS's <c>IndexFlatIP</c>, through <c>native/faiss.cpp</c>.</summary>
sealed unsafe partial class Faiss : IDisposable
{
    const string Library = "peers-faiss";

    readonly Vectors _vectors;
    readonly nint _index;

    internal Faiss(Vectors vectors)
    {
        _vectors = vectors;
        fixed (float* items = vectors.Items.Values.Span)
        {
            _index = Flat(items, vectors.Items.Items, vectors.Items.Factors);
        }
    }

    [LibraryImport(Library, EntryPoint = "faiss_threads")]
    internal static partial void SetThreads(int threads);

    /// <summary>All queries in one call.</summary>
    internal void Search(int wanted, float[] scores, long[] found)
    {
        fixed (float* queries = _vectors.Queries, best = scores)
        {
            fixed (long* items = found)
            {
                Search(_index, queries, _vectors.Count, wanted, best, items);
            }
        }
    }

    /// <summary>One call a query.</summary>
    internal void SearchEach(int wanted, float[] scores, long[] found)
    {
        fixed (float* queries = _vectors.Queries, best = scores)
        {
            fixed (long* items = found)
            {
                SearchEach(_index, queries, _vectors.Count, _vectors.Items.Factors, wanted, best, items);
            }
        }
    }

    public void Dispose() => Free(_index);

    [LibraryImport(Library, EntryPoint = "faiss_flat")]
    internal static partial nint Flat(float* items, long count, int factors);

    [LibraryImport(Library, EntryPoint = "faiss_free")]
    internal static partial void Free(nint index);

    [LibraryImport(Library, EntryPoint = "faiss_search")]
    internal static partial void Search(nint index, float* queries, long count, int wanted, float* scores, long* found);

    [LibraryImport(Library, EntryPoint = "faiss_search_each")]
    internal static partial void SearchEach(nint index, float* queries, long count, int factors, int wanted, float* scores, long* found);
}
