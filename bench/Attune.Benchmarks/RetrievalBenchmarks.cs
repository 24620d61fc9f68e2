using Attune.Learning.Factors;
using Attune.Learning.Retrieval;
using BenchmarkDotNet.Attributes;

namespace Attune.Benchmarks;

/// <summary>What an answer asks of the factor model: 100 000 items of 64 factors.</summary>
public class RetrievalBenchmarks
{
    const int Items = 100_000;
    const int Factors = 64;

    readonly float[] _user = RandomModel.Numbers(Factors, seed: 2);
    readonly float[] _folded = new float[Factors];
    readonly int[] _recent = [.. Enumerable.Range(0, 50).Select(number => number * 1_999)];
    readonly float[] _strengths = [.. Enumerable.Repeat(1f, 50)];
    readonly ScoredItem[] _best = new ScoredItem[20];
    readonly ulong[] _all = Allowed(1);
    readonly ulong[] _tenth = Allowed(0.1);
    readonly ulong[] _hundredth = Allowed(0.01);
    FoldIn _foldIn = null!;
    FactorScan _scan = null!;

    [GlobalSetup]
    public void Setup()
    {
        var model = RandomModel.Of(Items, Factors);
        (_foldIn, _scan) = (new FoldIn(model), new FactorScan(model));
    }

    [Benchmark(Description = "fold-in of 50 items")]
    public void FoldIn() => _foldIn.Solve(_recent, _strengths, _folded);

    [Benchmark(Description = "best 20, all allowed")]
    public int ScanAll() => _scan.Search(_user, _all, _best);

    [Benchmark(Description = "best 20, 10 % allowed")]
    public int ScanTenth() => _scan.Search(_user, _tenth, _best);

    [Benchmark(Description = "best 20, 1 % allowed")]
    public int ScanHundredth() => _scan.Search(_user, _hundredth, _best);

    static ulong[] Allowed(double share)
    {
        var random = new Random(3);
        var words = new ulong[(Items + 63) / 64];
        for (var item = 0; item < Items; item++)
        {
            words[item >> 6] |= random.NextDouble() < share ? 1UL << (item & 63) : 0;
        }

        return words;
    }
}
