using Attune.Learning.Sessions;
using BenchmarkDotNet.Attributes;

namespace Attune.Benchmarks;

/// <summary>What an answer asks of the session index: 2 000 000 sessions of 2 to 8 items, 100 000 items of Zipf's popularity.</summary>
public class SessionBenchmarks
{
    const int Sessions = 2_000_000;
    const int Items = 100_000;
    const int Questions = 1_024;

    readonly SessionIndex _index = new(new SessionIndexSettings { Capacity = Sessions });
    readonly int[][] _visits = new int[Questions][];
    SessionSearch _live = null!;
    SessionSearch _wide = null!;
    int _next;

    [GlobalSetup]
    public void Setup()
    {
        var random = new Random(6);
        for (var session = 0; session < Sessions; session++)
        {
            var number = SessionIndex.NoSession;
            for (var left = random.Next(2, 9); left > 0; left--)
            {
                number = _index.Append(number, Item(random));
            }
        }

        for (var question = 0; question < Questions; question++)
        {
            _visits[question] = [.. Enumerable.Range(0, 5).Select(_ => Item(random))];
        }

        _live = new SessionSearch(new SessionKnnSettings { Recent = 500, Neighbors = 200 }, _index.Settings.Length);
        _wide = new SessionSearch(new SessionKnnSettings(), _index.Settings.Length);
    }

    [Benchmark(Description = "visit of 5 items among 2 M, as an answer asks")]
    public int Live() => _live.Ask(_index, _visits[_next++ % Questions]).Length;

    [Benchmark(Description = "visit of 5 items among 2 M, as evaluation asks")]
    public int Wide() => _wide.Ask(_index, _visits[_next++ % Questions]).Length;

    [Benchmark(Description = "an event appended to 2 M sessions")]
    public long Append() => _index.Append(SessionIndex.NoSession, _visits[_next++ % Questions][0]);

    // Popularity 1 / rank, to within rounding: the rank's logarithm is even.
    static int Item(Random random) => (int)Math.Pow(Items, random.NextDouble()) - 1;
}
