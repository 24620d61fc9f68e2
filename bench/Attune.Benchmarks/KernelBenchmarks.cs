using Attune.Learning.Kernels;
using BenchmarkDotNet.Attributes;

namespace Attune.Benchmarks;

/// <summary>Each kernel beside its plain definition, at 64 factors.</summary>
public class KernelBenchmarks
{
    const int N = 64;
    const int Rows = 50;

    readonly float[] _x = RandomModel.Numbers(N, seed: 1);
    readonly float[] _y = RandomModel.Numbers(N, seed: 2);
    readonly float[] _rows = RandomModel.Numbers(Rows * N, seed: 3);
    readonly float[] _sum = new float[N * N];
    readonly float[] _spoilt = new float[N * N];
    float[] _gram = [];

    [GlobalSetup]
    public void Setup() => _gram = RandomModel.Gram(_rows, N, ridge: 1);

    [Benchmark(Description = "dot, kernel")]
    public float Dot() => DotProduct.Of(_x, _y);

    [Benchmark(Description = "dot, definition")]
    public float DotScalar() => DotProduct.Scalar(_x, _y);

    [Benchmark(Description = "Gram of 50 rows, kernel")]
    public void Gram() => GramMatrix.Add(_rows, N, _sum);

    [Benchmark(Description = "Gram of 50 rows, definition")]
    public void GramScalar() => GramMatrix.Scalar(_rows, N, _sum);

    [Benchmark(Description = "Cholesky 64 x 64, kernel")]
    public bool Cholesky()
    {
        _gram.CopyTo(_spoilt, 0);
        return CholeskyFactor.TryFactor(_spoilt, N);
    }

    [Benchmark(Description = "Cholesky 64 x 64, definition")]
    public bool CholeskyScalar()
    {
        _gram.CopyTo(_spoilt, 0);
        return CholeskyFactor.Scalar(_spoilt, N);
    }
}
