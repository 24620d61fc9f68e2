// build: -fopenmp -lfaiss -lopenblas
// package: libfaiss-dev
// FAISS's exact index by inner product, as the C# side of bench/peers calls it. Its large products are OpenBLAS's.
#include <faiss/IndexFlat.h>
#include <omp.h>

extern "C"
{
    void openblas_set_num_threads(int threads);

    void faiss_threads(int threads)
    {
        omp_set_num_threads(threads);
        openblas_set_num_threads(threads);
    }

    void* faiss_flat(const float* items, long count, int factors)
    {
        auto* index = new faiss::IndexFlatIP(factors);
        index->add(count, items);
        return index;
    }

    void faiss_free(void* index) { delete static_cast<faiss::IndexFlatIP*>(index); }

    // All queries in one call.
    void faiss_search(void* index, const float* queries, long count, int wanted, float* scores, int64_t* found)
    {
        static_cast<faiss::IndexFlatIP*>(index)->search(count, queries, wanted, scores, found);
    }

    // One call a query, as requests come.
    void faiss_search_each(void* index, const float* queries, long count, int factors, int wanted, float* scores, int64_t* found)
    {
        for (long n = 0; n < count; n++)
        {
            static_cast<faiss::IndexFlatIP*>(index)->search(1, queries + n * factors, wanted, scores + n * wanted, found + n * wanted);
        }
    }
}
