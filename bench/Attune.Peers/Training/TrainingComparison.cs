using System.Globalization;
using Attune.Learning.Evaluation;
using Attune.Learning.Factors;
using Attune.Learning.Matrices;
using Attune.Learning.Splits;
using Attune.Peers.Linear;

namespace Attune.Peers.Training;

/// <summary>iALS on gowalla from memory, beside the figures of the fastest CPU peer (<see cref="PublishedTraining"/>).</summary>
/// <remarks>
/// Two rows a size: with the peer's number of sweeps and steps, and with 5 sweeps of 2, which a validation part of train (a tenth, at
/// random) is served best by at 64 factors and about as well at 128 and 256 (decision 13). α₀, λ and ν are those found there for the peer's.
/// </remarks>
sealed class TrainingComparison : IComparison
{
    static readonly IalsSettings PeersWork = new() { UnobservedWeight = 0.015f, Regularization = 0.002f, Sweeps = 16, SolverSteps = 3 };

    static readonly IalsSettings Validated = PeersWork with { Sweeps = 5, SolverSteps = 2 };

    public string Name => "train";

    public string What => "iALS on gowalla, beside peers measured beforehand";

    public IEnumerable<Result> Run(PeerOptions options)
    {
        var split = Gowalla.Read();
        var matrix = split.Train.ToMatrix();
        var peaks = options.Threads.ToDictionary(threads => threads, threads => Peak(options, threads));
        foreach (var factors in options.Sizes.Count > 0 ? options.Sizes : [64, 128, 256, 512])
        {
            foreach (var settings in factors <= 128 ? new[] { PeersWork, Validated } : [Validated])
            {
                foreach (var result in Of(split, matrix, settings with { Factors = factors }, peaks, options))
                {
                    yield return result;
                }
            }
        }
    }

    static IEnumerable<Result> Of(
        DataSplit split, SparseMatrix matrix, IalsSettings settings, Dictionary<int, double> peaks, PeerOptions options)
    {
        var model = Ials.Train(matrix, settings, null, CancellationToken.None);
        var quality = FullRanking.Run(new FactorScorer(model), split, new RankingSettings { Resamples = 0 });
        foreach (var threads in options.Threads)
        {
            if (PublishedTraining.For(settings.Factors, threads) is not { } peer)
            {
                continue;
            }

            var timed = settings with { Threads = threads };
            var ours = Race.Run([new Contender("ours", () => { }, () => Ials.Train(matrix, timed, null, CancellationToken.None))], options.Repeats)[0];
            var rate = Operations(matrix, settings) / ours.Wall.TotalSeconds / 1e9;
            yield return new Result(
                $"iALS, {settings.Factors} factors, {settings.Sweeps} sweeps of {settings.SolverSteps} steps",
                threads,
                $"{peer.Name}, {peer.Factors} factors",
                ours,
                new Timing(TimeSpan.FromSeconds(peer.Seconds), TimeSpan.FromSeconds(peer.CpuSeconds)),
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"Recall@20 / NDCG@20 {quality.Recall.Mean:.0000} / {quality.Ndcg.Mean:.0000} against {peer.Recall:.0000} / {peer.Ndcg:.0000}; {rate:0} GFLOP/s, {rate / peaks[threads]:0%} of sgemm's {peaks[threads]:0}"));
        }
    }

    /// <summary>Floating-point operations of a training: products with vectors for every entry and step, and the dense part of the change of basis.</summary>
    static double Operations(SparseMatrix matrix, IalsSettings settings)
    {
        double f = settings.Factors;
        var sparse = 2 * 4.0 * (settings.SolverSteps + 1) * matrix.NonZeros * f;
        var dense = 5.0 * (matrix.Rows + matrix.Columns) * f * f;
        return settings.Sweeps * (sparse + dense);
    }

    /// <summary>The faster of the two products of matrices of <see cref="FlopsComparison"/>, in billions of operations a second.</summary>
    static double Peak(PeerOptions options, int threads)
    {
        const int n = 4096;
        var result = new FlopsComparison().Run(options with { Sizes = [n], Threads = [threads] }).Single();
        var best = Math.Min(result.Ours.Wall.TotalSeconds, result.Theirs.Wall.TotalSeconds);
        return 2.0 * n * n * n / best / 1e9;
    }
}
