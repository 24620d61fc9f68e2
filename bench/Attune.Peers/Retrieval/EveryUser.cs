using System.Globalization;
using Attune.Learning.Evaluation;
using Attune.Learning.Factors;
using Attune.Learning.Metrics;
using Attune.Learning.Splits;

namespace Attune.Peers.Retrieval;

/// <summary>The best 20 of all items for every user of gowalla, known ones left out, beside the figures measured of implicit.</summary>
/// <remarks>
/// implicit's figures are constants of <c>../shared/data/peers.md</c> (a machine of the same kind, 2 threads), not of this run, and are
/// for users' vectors that are there already. Ours include folding every user in, turning and packing the model, and all metrics.
/// </remarks>
static class EveryUser
{
    static readonly (int Factors, int Threads, double UsersASecond)[] Implicit =
        [(64, 1, 6_800), (64, 2, 11_800), (128, 1, 4_300), (128, 2, 8_300)];

    internal static IEnumerable<Result> Run(DataSplit split, PeerOptions options)
    {
        var novelty = Novelty.From(split.Train);
        foreach (var peers in Implicit.GroupBy(peer => peer.Factors))
        {
            // Trained by a few sweeps: what is measured is asking.
            var settings = new IalsSettings { Factors = peers.Key, UnobservedWeight = 0.015f, Sweeps = 4 };
            var model = Ials.Train(split.Train.ToMatrix(), settings, null, CancellationToken.None);
            foreach (var (_, threads, usersASecond) in peers.Where(peer => options.Threads.Contains(peer.Threads)))
            {
                var ranking = new RankingSettings { Threads = threads, Resamples = 0 };
                var ours = Race.Run(
                    [new Contender("ours", () => { }, () => FullRanking.Run(new FactorScorer(model), split, ranking, novelty))], options.Repeats)[0];
                var theirs = TimeSpan.FromSeconds(split.Test.Count / usersASecond);
                yield return new Result(
                    $"best 20 for every user: gowalla, {split.Train.Items / 1000} k × {peers.Key}",
                    threads,
                    "implicit (peers.md)",
                    ours,
                    new Timing(theirs, theirs * threads),
                    string.Create(CultureInfo.InvariantCulture, $"{split.Test.Count / ours.Wall.TotalSeconds:0} against {usersASecond:0} users/s"));
            }
        }
    }
}
