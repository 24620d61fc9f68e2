using Attune.Learning.Evaluation;
using Attune.Learning.Factors;
using Attune.Learning.Kernels;
using Attune.Learning.Parallelism;

namespace Attune.Learning.Retrieval;

/// <summary>Nearly the best items, for large catalogs: items lie in lists by direction, and only the most promising lists are scanned.</summary>
/// <remarks>
/// <para><b>How.</b> A list holds the items of one direction (<see cref="DirectionClusters"/>), longest first. It promises the inner
/// product of the user with its centre at the length of its longest item. Within the lists visited, what is found is exact:
/// they are scanned as <see cref="FactorScan"/> scans, in order of promise, so that the bounds soon end each.</para>
/// <para><b>How many lists</b> are visited is measured when the index is built: as many as hold <see cref="RetrievalSettings.Recall"/> of
/// the best items of the queries. Under a filter that allows a share s, 1 / s times as many are.</para>
/// <para><b>Source.</b> Sivic and Zisserman, "Video Google", ICCV 2003 (inverted lists over centres); Auvolat et al., "Clustering is efficient
/// for approximate maximum inner product search", 2015 (spherical k-means for inner products).</para>
/// <para><b>Memory.</b> factors + 16 bytes a place and what fills up each list to 64, beside the model.</para>
/// <para><b>Determinism.</b> Same items, settings and queries: the same index at any number of threads.</para>
/// </remarks>
public sealed class InvertedLists : ItemIndex
{
    [ThreadStatic]
    static float[]? Promises;

    [ThreadStatic]
    static int[]? Visited;

    readonly QuantizedBlocks _blocks;
    readonly RowPanels _centres;
    readonly int[] _starts;

    /// <summary>Builds the lists, and measures how many have to be visited.</summary>
    /// <param name="factors">The model.</param>
    /// <param name="places">A place for each row, each at most once; −1 leaves the row out; empty: place = row.</param>
    /// <param name="size">One more than the largest place.</param>
    /// <param name="settings">The settings.</param>
    /// <param name="queries">Users' vectors, one after the other, to measure recall by; empty: items' own vectors are taken.</param>
    /// <param name="cancellation">Ends the building.</param>
    /// <exception cref="ArgumentException">A place is outside or given twice, their number is not that of the rows, a vector is not finite or a setting out of its range.</exception>
    public InvertedLists(
        ItemFactors factors,
        ReadOnlySpan<int> places,
        int size,
        RetrievalSettings settings,
        ReadOnlySpan<float> queries = default,
        CancellationToken cancellation = default)
        : base(factors, places, size)
    {
        ArgumentNullException.ThrowIfNull(settings);
        settings.Validate();
        var f = factors.Factors;
        var order = ByLength();
        var wanted = (int)Math.Max(Math.Min(1, order.Length), Math.Min(order.Length / settings.ItemsPerList, 2 * Math.Sqrt(order.Length)));
        var rows = Array.ConvertAll(order, place => RowOf[place]);
        var centres = DirectionClusters.Train(factors, rows, wanted, settings, cancellation);
        var listOf = ListsOf(factors, rows, centres, settings.Threads, cancellation);
        centres = WithoutEmpty(listOf, centres, f);
        Lists = centres.Length / f;

        _starts = new int[Lists + 1];
        var slots = Slots(order, listOf, _starts);
        Scale(centres, factors, slots);
        _centres = new RowPanels(centres, Lists, f);
        _blocks = new QuantizedBlocks(factors, RowOf, slots, new PrincipalBasis(factors), settings.Threads, cancellation);

        var listOfPlace = new int[size];
        for (var n = 0; n < order.Length; n++)
        {
            listOfPlace[order[n]] = listOf[n];
        }

        Visits = Lists;
        (Visits, Recall) = Measure(queries.IsEmpty ? Sample(factors, rows, settings) : queries.ToArray(), listOfPlace, settings, cancellation);
    }

    /// <summary>How many lists there are.</summary>
    public int Lists { get; }

    /// <summary>How many of them a search without a filter visits.</summary>
    public int Visits { get; }

    /// <inheritdoc/>
    public override double Recall { get; }

    /// <inheritdoc/>
    protected private override int FewAllowed => Math.Max(256, Items / 100);

    internal override void Explore(ReadOnlySpan<float> user, ReadOnlySpan<ulong> allowed, double share, scoped ref BestItems kept)
    {
        Span<float> turned = stackalloc float[user.Length];
        Span<sbyte> levels = stackalloc sbyte[_blocks.UserBytes];
        var quantized = _blocks.Quantize(user, turned, levels);
        var promises = Promises is { } kepts && kepts.Length >= 2 * Lists ? kepts : Promises = new float[2 * Lists];
        var visited = Visited is { } lists && lists.Length >= Lists ? lists : Visited = new int[Lists];

        _centres.Multiply(user, promises.AsSpan(0, Lists));
        var visits = (int)Math.Min(Lists, Math.Ceiling(Visits / share));
        var count = TopList.Take(promises.AsSpan(0, Lists), visited.AsSpan(0, visits), promises.AsSpan(Lists, visits));
        foreach (var list in visited.AsSpan(0, count))
        {
            _blocks.Search(_starts[list], _starts[list + 1], quantized, allowed, share < NarrowShare, ref kept);
        }
    }

    /// <summary>Where the best items of each query lie: the lists visited are as many as hold the share wanted.</summary>
    (int Visits, double Recall) Measure(
        float[] queries, int[] listOfPlace, RetrievalSettings settings, CancellationToken cancellation)
    {
        var f = queries.Length == 0 ? 1 : _blocks.Factors;
        var (count, wanted) = (queries.Length / f, settings.RecallAt);
        var depths = new int[count][];
        Blocks.Run(
            count,
            1,
            settings.Threads,
            () => (Best: new ScoredItem[wanted], Promises: new float[Lists], Order: new int[Lists]),
            (scratch, query, _) =>
            {
                var user = queries.AsSpan(query * f, f);
                var found = Search(user, [], scratch.Best);
                _centres.Multiply(user, scratch.Promises);
                for (var list = 0; list < Lists; list++)
                {
                    (scratch.Order[list], scratch.Promises[list]) = (list, -scratch.Promises[list]);
                }

                Array.Sort(scratch.Promises, scratch.Order);
                depths[query] = new int[found];
                for (var n = 0; n < found; n++)
                {
                    depths[query][n] = 1 + Array.IndexOf(scratch.Order, listOfPlace[scratch.Best[n].Item]);
                }
            },
            null,
            cancellation);

        var all = depths.SelectMany(depth => depth).Order().ToArray();
        if (all.Length == 0)
        {
            return (Lists, 1);
        }

        var visits = all[Math.Max(0, (int)Math.Ceiling(settings.Recall * all.Length) - 1)];
        return (visits, (double)all.Count(depth => depth <= visits) / all.Length);
    }

    static float[] Sample(ItemFactors factors, int[] rows, RetrievalSettings settings)
    {
        var random = new Random(settings.Seed);
        return rows.Length == 0
            ? []
            : [.. Enumerable.Range(0, settings.Queries).SelectMany(_ => factors.Of(rows[random.Next(rows.Length)]).ToArray())];
    }

    static int[] ListsOf(ItemFactors factors, int[] rows, float[] centres, int threads, CancellationToken cancellation)
    {
        const int rowsAtOnce = 65_536;
        var f = factors.Factors;
        var lists = new int[rows.Length];
        for (var from = 0; from < rows.Length; from += rowsAtOnce)
        {
            var part = rows.AsSpan(from, Math.Min(rowsAtOnce, rows.Length - from));
            var (vectors, nearest) = (new float[part.Length * f], new int[part.Length]);
            RowGather.Copy(factors.Values.Span, f, part, vectors);
            DirectionClusters.Assign(vectors, f, centres, nearest, threads, cancellation);
            nearest.CopyTo(lists, from);
        }

        return lists;
    }

    /// <summary>Keeps the centres that have items, and renumbers the lists by them.</summary>
    static float[] WithoutEmpty(int[] listOf, float[] centres, int f)
    {
        var number = new int[centres.Length / f];
        foreach (var list in listOf)
        {
            number[list] = 1;
        }

        var kept = new List<float>(centres.Length);
        for (var list = 0; list < number.Length; list++)
        {
            if (number[list] > 0)
            {
                number[list] = kept.Count / f;
                kept.AddRange(centres.AsSpan(list * f, f));
            }
        }

        for (var n = 0; n < listOf.Length; n++)
        {
            listOf[n] = number[listOf[n]];
        }

        return [.. kept];
    }

    /// <summary>The lists one after the other, each filled up to whole blocks; starts are in blocks.</summary>
    static int[] Slots(int[] order, int[] listOf, int[] starts)
    {
        var sizes = new int[starts.Length - 1];
        foreach (var list in listOf)
        {
            sizes[list]++;
        }

        for (var list = 0; list < sizes.Length; list++)
        {
            starts[list + 1] = starts[list] + ((sizes[list] + QuantizedProducts.BlockItems - 1) / QuantizedProducts.BlockItems);
        }

        var slots = new int[starts[^1] * QuantizedProducts.BlockItems];
        Array.Fill(slots, -1);
        var next = Array.ConvertAll(starts, start => start * QuantizedProducts.BlockItems);
        for (var n = 0; n < order.Length; n++)
        {
            slots[next[listOf[n]]++] = order[n];
        }

        return slots;
    }

    /// <summary>Gives each centre the length of its list's first, which is its longest.</summary>
    void Scale(float[] centres, ItemFactors factors, int[] slots)
    {
        var f = factors.Factors;
        for (var list = 0; list < Lists; list++)
        {
            var first = factors.Of(RowOf[slots[_starts[list] * QuantizedProducts.BlockItems]]);
            var longest = MathF.Sqrt(DotProduct.Of(first, first));
            foreach (ref var value in centres.AsSpan(list * f, f))
            {
                value *= longest;
            }
        }
    }
}
