// build: -fopenmp
// package: libhnswlib-dev
// hnswlib's graph by inner product, as the C# side of bench/peers calls it.
#include <hnswlib/hnswlib.h>
#include <omp.h>

namespace
{
    struct Graph
    {
        hnswlib::InnerProductSpace space;
        hnswlib::HierarchicalNSW<float> index;

        Graph(long count, int factors, int links, int breadth) : space(factors), index(&space, count, links, breadth) {}
    };
}

extern "C"
{
    void* hnsw_build(const float* items, long count, int factors, int links, int breadth, int threads)
    {
        auto* graph = new Graph(count, factors, links, breadth);
        graph->index.addPoint(items, 0);
#pragma omp parallel for num_threads(threads) schedule(dynamic, 64)
        for (long item = 1; item < count; item++)
        {
            graph->index.addPoint(items + item * factors, item);
        }

        return graph;
    }

    void hnsw_free(void* graph) { delete static_cast<Graph*>(graph); }

    // breadth is hnswlib's ef: more finds more and takes longer.
    void hnsw_search(void* graph, const float* queries, long count, int factors, int wanted, int breadth, int threads, int64_t* found)
    {
        auto& index = static_cast<Graph*>(graph)->index;
        index.setEf(breadth);
#pragma omp parallel for num_threads(threads) schedule(dynamic, 16)
        for (long n = 0; n < count; n++)
        {
            auto best = index.searchKnn(queries + n * factors, wanted);
            for (long place = wanted - 1; place >= 0; place--)
            {
                found[n * wanted + place] = -1;
            }

            for (long place = 0; !best.empty(); place++)
            {
                found[n * wanted + place] = best.top().second;
                best.pop();
            }
        }
    }
}
