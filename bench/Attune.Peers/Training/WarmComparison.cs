using System.Globalization;
using Attune.Learning.Evaluation;
using Attune.Learning.Factors;
using Attune.Learning.Matrices;
using Attune.Learning.Splits;

namespace Attune.Peers.Training;

/// <summary>Training again after one interaction in a hundred is new: from the former model's vectors beside from none.</summary>
/// <remarks>
/// Where there are times, the last tenth of all events is asked for and the hundredth before it is new: no settings may be chosen by
/// these rows, since that tenth is part of what evaluation tests on. Where there are none, both are drawn from train at random.
/// </remarks>
sealed class WarmComparison : IComparison
{
    const double New = 0.01;
    const double Asked = 0.1;

    // Where a training from none ends depends on where it began, by some per cent on small data: one pair of trainings shows nothing.
    const int Seeds = 8;

    // Student's t of 7 degrees of freedom, two-sided.
    const double T95 = 2.365;

    public string Name => "warm";

    public string What => "iALS from the former vectors after 1 % new interactions, beside from none";

    public IEnumerable<Result> Run(PeerOptions options)
    {
        foreach (var (name, split, former, settings) in DataSets())
        {
            foreach (var factors in options.Sizes.Count > 0 ? options.Sizes : [64, 128])
            {
                foreach (var sweeps in new[] { 1, 2 })
                {
                    yield return Of(name, split, former, settings with { Factors = factors, WarmSweeps = sweeps }, options);
                }
            }
        }
    }

    static Result Of(string name, DataSplit split, SparseMatrix former, IalsSettings settings, PeerOptions options)
    {
        var matrix = split.Train.ToMatrix();
        var start = Ials.Train(former, settings, null, CancellationToken.None).Values;
        settings = settings with { Threads = options.Threads[^1] };
        return Race.Against(
            $"{name}, {settings.Factors} factors, {settings.WarmSweeps} sweeps",
            options.Threads[^1],
            options.Repeats,
            (_, _) => Quality(split, former, matrix, settings),
            new Contender("warm", () => { }, () => Ials.Train(matrix, settings, start, null, CancellationToken.None)),
            new Contender($"from none, {settings.Sweeps} sweeps", () => { }, () => Ials.Train(matrix, settings, null, CancellationToken.None))).Single();
    }

    // Pairs of one seed: the former model and the one from none begin from the same vectors.
    static string Quality(DataSplit split, SparseMatrix former, SparseMatrix matrix, IalsSettings settings)
    {
        List<(double Recall, double Ndcg)> warm = [], cold = [];
        for (var seed = 1; seed <= Seeds; seed++)
        {
            var seeded = settings with { Seed = seed };
            var start = Ials.Train(former, seeded, null, CancellationToken.None).Values;
            warm.Add(Quality(Ials.Train(matrix, seeded, start, null, CancellationToken.None), split));
            cold.Add(Quality(Ials.Train(matrix, seeded, null, CancellationToken.None), split));
        }

        return $"Recall {Beside([.. warm.Select(of => of.Recall)], [.. cold.Select(of => of.Recall)])}; NDCG {Beside([.. warm.Select(of => of.Ndcg)], [.. cold.Select(of => of.Ndcg)])}";
    }

    static string Beside(double[] warm, double[] cold)
    {
        var differences = warm.Zip(cold, (one, other) => one - other).ToArray();
        var mean = differences.Average();
        var half = T95 * Math.Sqrt(differences.Sum(difference => (difference - mean) * (difference - mean)) / (Seeds - 1) / Seeds);
        return string.Create(
            CultureInfo.InvariantCulture, $"{warm.Average():.0000} against {cold.Average():.0000} ({Signed(mean)} [{Signed(mean - half)} {Signed(mean + half)}])");
    }

    // Rounded first: what is below the last digit would show the sign it had.
    static string Signed(double value) => Math.Round(value, 4).ToString("+.0000;-.0000;.0000", CultureInfo.InvariantCulture);

    static IEnumerable<(string Name, DataSplit Split, SparseMatrix Former, IalsSettings Settings)> DataSets()
    {
        foreach (var (name, all) in new[] { ("MovieLens 100k", TimedData.MovieLens()), ("Online Retail", TimedData.OnlineRetail()) })
        {
            var split = TemporalSplit.LastShareOfEvents(all, Asked, repeats: false);
            yield return (name, split, split.Train.Slice(0, (int)(split.Train.Count * (1 - New))).ToMatrix(), new IalsSettings());
        }

        var gowalla = PublishedSplit.Validation(Gowalla.Read().Train, Asked, seed: 1);
        var random = new Random(1);
        var known = new bool[gowalla.Train.Count];
        for (var n = 0; n < known.Length; n++)
        {
            known[n] = random.NextDouble() >= New;
        }

        yield return ("gowalla", gowalla, gowalla.Train.Where(known).ToMatrix(), new IalsSettings { UnobservedWeight = 0.015f });
    }

    static (double Recall, double Ndcg) Quality(ItemFactors model, DataSplit split)
    {
        var result = FullRanking.Run(new FactorScorer(model), split, new RankingSettings { Resamples = 0 });
        return (result.Recall.Mean, result.Ndcg.Mean);
    }
}
