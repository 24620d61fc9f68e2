using System.Globalization;
using Attune.Learning.Factors;
using Attune.Learning.Retrieval;

namespace Attune.Peers.Retrieval;

/// <summary>The best 20 items: exactly, beside FAISS's flat index; nearly, beside hnswlib at equal recall; for all users of gowalla, beside implicit.</summary>
sealed class RetrievalComparison : IComparison
{
    const int Wanted = 20;

    public string Name => "retrieval";

    public string What => "best 20 items, beside FAISS flat, hnswlib and implicit";

    public IEnumerable<Result> Run(PeerOptions options)
    {
        var gowalla = Gowalla.Read();
        var sets = new List<Func<(Vectors Vectors, bool Graph)>>();
        if (gowalla is not null && options.Sizes.Count == 0)
        {
            sets.Add(() => (Vectors.Gowalla(gowalla.Train.ToMatrix(), 64, 1000), true));
            sets.Add(() => (Vectors.Gowalla(gowalla.Train.ToMatrix(), 128, 1000), false));
        }

        foreach (var items in options.Sizes.Count > 0 ? options.Sizes : [100_000, 1_000_000])
        {
            var queries = items > 300_000 ? 100 : 500;
            sets.Add(() => (Vectors.Synthetic(items, 64, queries), true));
            sets.Add(() => (Vectors.Synthetic(items, 128, queries), false));
        }

        foreach (var (vectors, graph) in sets.Select(make => make()))
        {
            foreach (var result in Exact(vectors, options).Concat(graph ? Approximate(vectors, options) : []))
            {
                yield return result;
            }
        }

        foreach (var result in gowalla is null ? [] : EveryUser.Run(gowalla, options))
        {
            yield return result;
        }
    }

    static List<Result> Exact(Vectors vectors, PeerOptions options)
    {
        var scan = new FactorScan(vectors.Items);
        using var faiss = new Faiss(vectors);
        var (best, found) = (new ScoredItem[vectors.Count * Wanted], new int[vectors.Count]);
        var (scores, theirs) = (new float[best.Length], new long[best.Length]);
        string Remark(int peer, IReadOnlyList<Timing> times) => string.Create(
            CultureInfo.InvariantCulture,
            $"{PerQuery(times[0], vectors)} against {PerQuery(times[peer], vectors)} µs a query; {vectors.Recall(theirs, Wanted):0.0000} of FAISS's are ours");

        Faiss.SetThreads(1);
        var results = Race.Against(
            $"exact, one at a time: {vectors.Name}",
            1,
            options.Repeats,
            Remark,
            new Contender("ours", () => { }, () => Each(scan, vectors, best)),
            new Contender("FAISS flat", () => { }, () => faiss.SearchEach(Wanted, scores, theirs))).ToList();
        foreach (var threads in options.Threads)
        {
            Faiss.SetThreads(threads);
            results.AddRange(Race.Against(
                $"exact, {vectors.Count} at once: {vectors.Name}",
                threads,
                options.Repeats,
                Remark,
                new Contender("ours", () => { }, () => scan.SearchMany(vectors.Queries, default, Wanted, best, found, threads)),
                new Contender("FAISS flat", () => { }, () => faiss.Search(Wanted, scores, theirs))));
        }

        return results;
    }

    static IEnumerable<Result> Approximate(Vectors vectors, PeerOptions options)
    {
        var threads = options.Threads.Max();
        Hnswlib? graph = null;
        var built = Race.Once(() => graph = new Hnswlib(vectors, threads));
        using var theirs = graph!;
        foreach (var target in (double[])[0.95, 0.98])
        {
            InvertedLists? index = null;
            var settings = new RetrievalSettings { Recall = target, RecallAt = Wanted, Threads = threads };
            var build = Race.Once(() => index = new InvertedLists(vectors.Items, [], vectors.Items.Items, settings, vectors.Sample));
            var (best, found, other) = (new ScoredItem[vectors.Count * Wanted], new int[vectors.Count], new long[vectors.Count * Wanted]);
            index!.SearchMany(vectors.Queries, default, Wanted, best, found);
            var recall = vectors.Recall([.. best.Select(item => (long)item.Item)], Wanted);
            var breadth = theirs.BreadthFor(recall, Wanted, threads);
            yield return new Result(
                $"index for recall {target}: {vectors.Name}",
                threads,
                "hnswlib",
                build,
                built,
                string.Create(CultureInfo.InvariantCulture, $"{index.Visits:0} of {index.Lists} lists, {index.Recall:0.000} of the sample found; M 16, ef of construction {theirs.BuildBreadth}"));
            foreach (var number in options.Threads)
            {
                string Remark(int peer, IReadOnlyList<Timing> times) => string.Create(
                    CultureInfo.InvariantCulture,
                    $"recall {recall:0.000} against {vectors.Recall(other, Wanted):0.000} (ef {breadth}); {PerQuery(times[0], vectors)} against {PerQuery(times[peer], vectors)} µs a query");

                var results = Race.Against(
                    $"at recall {recall:0.00}: {vectors.Name}",
                    number,
                    options.Repeats,
                    Remark,
                    new Contender("ours", () => { }, () => index.SearchMany(vectors.Queries, default, Wanted, best, found, number)),
                    new Contender("hnswlib", () => { }, () => theirs.Search(Wanted, breadth, number, other)));
                foreach (var result in results)
                {
                    yield return result;
                }
            }
        }
    }

    static void Each(FactorScan scan, Vectors vectors, ScoredItem[] best)
    {
        var f = vectors.Items.Factors;
        for (var query = 0; query < vectors.Count; query++)
        {
            scan.Search(vectors.Queries.AsSpan(query * f, f), [], best.AsSpan(query * Wanted, Wanted));
        }
    }

    static string PerQuery(Timing time, Vectors vectors) =>
        (time.Wall.TotalMicroseconds / vectors.Count).ToString("0.0", CultureInfo.InvariantCulture);
}
