using Attune.Learning.Evaluation;
using Attune.Learning.Factors;
using Attune.Learning.Kernels;
using Attune.Learning.Parallelism;

namespace Attune.Learning.Retrieval;

/// <summary>Nearly the best items, for large catalogs: items lie in lists by direction, and only the most promising lists are scanned.</summary>
/// <remarks>
/// <para><b>How.</b> A list holds the items of one direction (<see cref="DirectionClusters"/>), longest first. It promises what an item
/// as long as its longest scores if it lies from the centre as the list's do on average, and two deviations towards the user.
/// Within the lists visited, what is found is exact: they are scanned as <see cref="FactorScan"/> scans.</para>
/// <para><b>Which lists</b> are visited: those that promise at least <see cref="Margin"/> times the worst of the best so far, the most
/// promising first. The margin is measured when the index is built, such that <see cref="RetrievalSettings.Recall"/> of the best
/// items of the queries lie in such lists. A filter, or more items wanted, lowers the worst of the best, and so more are visited.</para>
/// <para><b>Source.</b> Sivic and Zisserman, "Video Google", ICCV 2003 (inverted lists over centres); Auvolat et al., "Clustering is efficient
/// for approximate maximum inner product search", 2015 (spherical k-means for inner products).</para>
/// <para><b>Memory.</b> factors + 16 bytes a place and what fills up each list to 64, beside the model.</para>
/// <para><b>Determinism.</b> Same items, settings and queries: the same index at any number of threads.</para>
/// </remarks>
public sealed class InvertedLists : ItemIndex
{
    const int BlockItems = QuantizedProducts.BlockItems;

    /// <summary>Lists visited first, in order of promise, to know soon what the worst of the best is.</summary>
    const int First = 8;

    /// <summary>Deviations from the centre towards the user that a list promises.</summary>
    const float Deviations = 2;

    [ThreadStatic]
    static float[]? Promises;

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
        _centres = new RowPanels(Promising(centres, factors, slots), Lists, f + 1);
        _blocks = new QuantizedBlocks(factors, RowOf, slots, new PrincipalBasis(factors), settings.Threads, cancellation);

        var listOfPlace = new int[size];
        for (var n = 0; n < order.Length; n++)
        {
            listOfPlace[order[n]] = listOf[n];
        }

        Margin = float.NegativeInfinity;
        (Margin, Visits, Recall) = Measure(queries.IsEmpty ? Sample(factors, rows, settings) : queries.ToArray(), listOfPlace, settings, cancellation);
    }

    /// <summary>How many lists there are.</summary>
    public int Lists { get; }

    /// <summary>Lists are visited that promise this part of the worst of the best so far.</summary>
    public float Margin { get; }

    /// <summary>How many lists the queries that recall was measured by need on average, without a filter.</summary>
    public double Visits { get; }

    /// <inheritdoc/>
    public override double Recall { get; }

    /// <inheritdoc/>
    protected private override int FewAllowed => Math.Max(256, Items / 100);

    internal override void Explore(ReadOnlySpan<float> user, ReadOnlySpan<ulong> allowed, double share, scoped ref BestItems kept)
    {
        Span<float> turned = stackalloc float[user.Length];
        Span<sbyte> levels = stackalloc sbyte[_blocks.UserBytes];
        var quantized = _blocks.Quantize(user, turned, levels);
        var promises = (Promises is { } made && made.Length >= Lists ? made : Promises = new float[Lists]).AsSpan(0, Lists);
        Promise(user, promises);

        Span<int> first = stackalloc int[Math.Min(First, Lists)];
        Span<float> theirs = stackalloc float[first.Length];
        var narrow = share < NarrowShare;
        foreach (var list in first[..TopList.Take(promises, first, theirs)])
        {
            _blocks.Search(_starts[list], _starts[list + 1], quantized, allowed, narrow, ref kept);
            promises[list] = float.NaN; // Visited: no number reaches anything.
        }

        for (var list = 0; list < promises.Length; list++)
        {
            if (promises[list] >= Needed(kept.Threshold))
            {
                _blocks.Search(_starts[list], _starts[list + 1], quantized, allowed, narrow, ref kept);
            }
        }
    }

    float Needed(float worst) => worst > 0 ? Margin * worst : float.NegativeInfinity;

    /// <summary>The centres have a coordinate more, for the spread of their lists: it meets the user's length.</summary>
    void Promise(ReadOnlySpan<float> user, Span<float> promises)
    {
        Span<float> longer = stackalloc float[user.Length + 1];
        user.CopyTo(longer);
        longer[^1] = MathF.Sqrt(DotProduct.Of(user, user));
        _centres.Multiply(longer, promises);
    }

    /// <summary>What the lists of each query's best items promise, as a part of its worst: the margin leaves out as many as it may.</summary>
    (float Margin, double Visits, double Recall) Measure(
        float[] queries, int[] listOfPlace, RetrievalSettings settings, CancellationToken cancellation)
    {
        var f = _blocks.Factors;
        var (count, wanted) = (queries.Length / f, settings.RecallAt);
        var parts = new float[count][];
        var promised = new float[count][];
        Blocks.Run(
            count,
            1,
            settings.Threads,
            () => new ScoredItem[wanted],
            (best, query, _) =>
            {
                var user = queries.AsSpan(query * f, f);
                var found = best.AsSpan(0, Search(user, [], best));
                var promises = promised[query] = new float[Lists];
                Promise(user, promises);
                var worst = found.IsEmpty ? 0 : found[^1].Score;
                parts[query] = new float[worst > 0 ? found.Length : 0]; // Otherwise every list is visited.
                for (var n = 0; n < parts[query].Length; n++)
                {
                    parts[query][n] = promises[listOfPlace[found[n].Item]] / worst;
                }

                for (var list = 0; list < promises.Length; list++)
                {
                    promises[list] = worst > 0 ? promises[list] / worst : float.PositiveInfinity;
                }
            },
            null,
            cancellation);

        var all = parts.SelectMany(part => part).Order().ToArray();
        if (all.Length == 0)
        {
            return (float.NegativeInfinity, Lists, 1);
        }

        var margin = all[(int)((1 - settings.Recall) * all.Length)];
        return (
            margin,
            promised.Average(promises => promises.Count(promise => promise >= margin)),
            (double)all.Count(part => part >= margin) / all.Length);
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
            starts[list + 1] = starts[list] + ((sizes[list] + BlockItems - 1) / BlockItems);
        }

        var slots = new int[starts[^1] * BlockItems];
        Array.Fill(slots, -1);
        var next = Array.ConvertAll(starts, start => start * BlockItems);
        for (var n = 0; n < order.Length; n++)
        {
            slots[next[listOf[n]]++] = order[n];
        }

        return slots;
    }

    /// <summary>What a list promises, as a vector: see the remarks of the class.</summary>
    float[] Promising(float[] centres, ItemFactors factors, int[] slots)
    {
        var f = factors.Factors;
        var promising = new float[Lists * (f + 1)];
        for (var list = 0; list < Lists; list++)
        {
            var (centre, promise) = (centres.AsMemory(list * f, f), promising.AsMemory(list * (f + 1), f + 1));
            var (longest, sum, squares, count) = (0.0, 0.0, 0.0, 0);
            foreach (var place in slots.AsSpan((_starts[list] * BlockItems)..(_starts[list + 1] * BlockItems)))
            {
                if (place >= 0)
                {
                    var vector = factors.Of(RowOf[place]);
                    var length = Math.Sqrt(DotProduct.Of(vector, vector));
                    var cosine = length > 0 ? DotProduct.Of(vector, centre.Span) / length : 0;
                    longest = Math.Max(longest, length);
                    (sum, squares, count) = (sum + cosine, squares + (cosine * cosine), count + 1);
                }
            }

            // What is left of a direction of length 1 beside the centre's, 1 − cos², is spread over f coordinates.
            var spread = Math.Sqrt(Math.Max(0, 1 - (squares / count)) / f);
            ScaledAddition.Add((float)(longest * sum / count), centre.Span, promise.Span[..f]);
            promise.Span[f] = (float)(longest * Deviations * spread);
        }

        return promising;
    }
}
