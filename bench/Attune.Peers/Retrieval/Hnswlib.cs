using System.Runtime.InteropServices;

namespace Attune.Peers.Retrieval;

/// <summary>hnswlib's graph with its usual settings (M 16, ef of construction 200; 100 for large sets, or building would take most of the run), through <c>native/hnswlib.cpp</c>.</summary>
sealed unsafe partial class Hnswlib : IDisposable
{
    const string Library = "peers-hnswlib";
    const int Links = 16;
    const int LargeSet = 300_000;

    readonly Vectors _vectors;
    readonly nint _graph;

    internal Hnswlib(Vectors vectors, int threads)
    {
        _vectors = vectors;
        BuildBreadth = vectors.Items.Items > LargeSet ? 100 : 200;
        fixed (float* items = vectors.Items.Values.Span)
        {
            _graph = Build(items, vectors.Items.Items, vectors.Items.Factors, Links, BuildBreadth, threads);
        }
    }

    /// <summary>hnswlib's ef_construction.</summary>
    internal int BuildBreadth { get; }

    /// <summary>The best of every query, −1 where none was found.</summary>
    /// <param name="wanted">Items a query.</param>
    /// <param name="breadth">hnswlib's ef.</param>
    /// <param name="threads">Queries are shared out among them.</param>
    /// <param name="found">A row of items for each query, in no order.</param>
    internal void Search(int wanted, int breadth, int threads, long[] found)
    {
        fixed (float* queries = _vectors.Queries)
        {
            fixed (long* items = found)
            {
                Search(_graph, queries, _vectors.Count, _vectors.Items.Factors, wanted, breadth, threads, items);
            }
        }
    }

    /// <summary>The smallest breadth that finds a share of the exact best.</summary>
    internal int BreadthFor(double recall, int wanted, int threads)
    {
        var found = new long[_vectors.Count * wanted];
        var (low, high) = (wanted, 4096);
        while (low < high)
        {
            var middle = (low + high) / 2;
            Search(wanted, middle, threads, found);
            (low, high) = _vectors.Recall(found, wanted) < recall ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    public void Dispose() => Free(_graph);

    [LibraryImport(Library, EntryPoint = "hnsw_build")]
    internal static partial nint Build(float* items, long count, int factors, int links, int breadth, int threads);

    [LibraryImport(Library, EntryPoint = "hnsw_free")]
    internal static partial void Free(nint graph);

    [LibraryImport(Library, EntryPoint = "hnsw_search")]
    internal static partial void Search(nint graph, float* queries, long count, int factors, int wanted, int breadth, int threads, long* found);
}
