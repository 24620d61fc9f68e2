using System.Globalization;
using Attune.Learning.Evaluation;
using Attune.Learning.Matrices;
using Attune.Learning.Neighbors;
using Attune.Learning.Splits;

namespace Attune.Peers.Neighbors;

/// <summary>Item-to-item lists on gowalla, the best 100 of every item, beside what implicit took on the same kind of machine.</summary>
/// <remarks>implicit is no package of the distribution: its times and figures are those of ../shared/data/peers.md, and are said to be.</remarks>
sealed class NeighborComparison : IComparison
{
    const string Folder = "../shared/data/gowalla";

    // Weighted as on a random walk over three steps (RP3beta): chosen by NDCG@20 on a tenth of each user's train items.
    static readonly NeighborSettings Walk = new() { UserExponent = 1, SourceExponent = 0.75f, TargetExponent = 0.3f, Shrinkage = 0 };

    public string Name => "neighbors";

    public string What => "item-to-item lists on gowalla, beside implicit as measured before";

    public IEnumerable<Result> Run(PeerOptions options)
    {
        if (!File.Exists($"{Folder}/train.txt.gz"))
        {
            Console.Error.WriteLine($"{Name} is left out: {Folder} is missing.");
            yield break;
        }

        var (train, test) = UserLines.Read($"{Folder}/train.txt.gz", $"{Folder}/test.txt.gz");
        var (matrix, split) = (train.ToMatrix(), PublishedSplit.From(train, test));
        foreach (var threads in options.Threads)
        {
            yield return Of("cosine", "implicit cosine (.1157 / .0840), as stated", new(), threads, 1.63, 1.01, matrix, split, options);
            yield return Of("walk", "implicit BM25 (.1409 / .1084), as stated", Walk, threads, 1.52, 0.94, matrix, split, options);
        }
    }

    static Result Of(
        string what,
        string peer,
        NeighborSettings settings,
        int threads,
        double oneThread,
        double twoThreads,
        SparseMatrix matrix,
        DataSplit split,
        PeerOptions options)
    {
        NeighborLists? lists = null;
        var ours = Race.Run(
            [new Contender("ours", () => { }, () => lists = CosineNeighbors.Train(matrix, settings with { Threads = threads }, null, CancellationToken.None))],
            options.Repeats)[0];
        var figures = FullRanking.Run(new NeighborScorer(lists!), split, new RankingSettings { Resamples = 0 });

        // peers.md says no CPU time; the work is the same at any number of threads, so that of one thread stands for it.
        var theirs = new Timing(TimeSpan.FromSeconds(threads == 1 ? oneThread : twoThreads), TimeSpan.FromSeconds(oneThread));
        return new Result(
            $"gowalla, top 100, {what}",
            threads,
            peer,
            ours,
            theirs,
            string.Create(CultureInfo.InvariantCulture, $"Recall@20 / NDCG@20 {figures.Recall.Mean:.0000} / {figures.Ndcg.Mean:.0000}"));
    }
}
