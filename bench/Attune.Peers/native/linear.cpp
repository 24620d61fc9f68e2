// build: -lopenblas
// package: libopenblas-dev
// OpenBLAS as the C# side of bench/peers calls it.
#include <cblas.h>
#include <cstdint>

extern "C"
{
    void spotrf_(const char* uplo, const int* n, float* a, const int* lda, int* info);
    void spotri_(const char* uplo, const int* n, float* a, const int* lda, int* info);
    void openblas_set_num_threads(int threads);
    char* openblas_get_corename();

    void blas_threads(int threads) { openblas_set_num_threads(threads); }

    const char* blas_core() { return openblas_get_corename(); }

    // Overwrites the lower half (by columns) of a symmetric positive definite matrix by its inverse's; 0 if it could.
    int blas_inverse(float* a, int n)
    {
        int info = 0;
        spotrf_("L", &n, a, &n, &info);
        if (info == 0)
        {
            spotri_("L", &n, a, &n, &info);
        }

        return info;
    }

    // c = a * b, all n x n.
    void blas_product(const float* a, const float* b, float* c, int n)
    {
        cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, n, n, n, 1, a, n, b, n, 0, c, n);
    }
}
