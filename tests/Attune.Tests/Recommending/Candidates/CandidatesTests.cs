using Attune.Catalog;
using Attune.Learning.Factors;
using Attune.Recommending;
using Attune.Recommending.Candidates;

namespace Attune.Tests.Recommending.Candidates;

public sealed class CandidatesTests
{
    [Fact]
    public void The_best_items_are_the_first_of_all_in_order()
    {
        for (var seed = 0; seed < 300; seed++)
        {
            var random = new Random(seed);
            ScoredItem[] items = [.. Enumerable.Range(0, random.Next(80)).Select(i => new ScoredItem(i, random.Next(-3, 12)))];
            var room = new ScoredItem[random.Next(20)];
            var best = new BestItems(room);
            foreach (var item in items.OrderBy(_ => random.Next()))
            {
                best.Offer(item.Item, item.Score);
            }

            Assert.Equal(
                items.Where(item => item.Score > 0).OrderByDescending(item => item.Score).ThenBy(item => item.Item).Take(room.Length),
                best.InOrder().ToArray());
        }
    }

    [Fact]
    public void A_dense_scan_finds_what_looking_at_every_allowed_item_finds()
    {
        for (var seed = 0; seed < 200; seed++)
        {
            var random = new Random(seed);
            var scores = Enumerable.Range(0, random.Next(500)).Select(_ => (float)random.Next(0, 40)).ToArray();
            var (set, size) = (new ItemSet(random.Next(500)), 0);
            for (size = 0; size < set.Size; size++)
            {
                if (random.Next(3) > 0)
                {
                    set.Add(size);
                }
            }

            var allowed = new AllowedItems();
            allowed.Set(set);
            var best = new BestItems(new ScoredItem[10]);
            DenseScan.Offer(scores, allowed, ref best);

            var plain = scores.Select((score, item) => new ScoredItem(item, score))
                .Where(item => item.Score > 0 && set.Contains(item.Item))
                .OrderByDescending(item => item.Score).ThenBy(item => item.Item).Take(10);
            Assert.Equal(plain, best.InOrder().ToArray());
        }
    }

    [Fact]
    public void A_pool_that_grows_keeps_what_every_source_gave()
    {
        var pool = new CandidatePool();
        pool.Reset(2_000);
        for (var source = 0; source < CandidateSources.Count; source++)
        {
            ScoredItem[] found = [.. Enumerable.Range(0, 300).Select(i => new ScoredItem((source * 300) + i, 1f / (i + 1)))];
            pool.Add((CandidateSource)source, found, 1);
        }

        Assert.Equal(300 * CandidateSources.Count, pool.Count);
        Assert.Equal(1f / 300, pool.PartsAt(pool.PlaceOf(1_799))[5]);
        Assert.Equal(1f / 257, pool.PartsAt(pool.PlaceOf(256))[0]);
    }

    [Fact]
    public void Scores_are_summed_and_gone_when_taken()
    {
        var scores = new ItemScores();
        scores.Reserve(10);
        scores.Add(3, 1);
        scores.Add(7, 2);
        scores.Add(3, 4);
        scores.Add(5, 0);

        Assert.Equal([new ScoredItem(3, 5), new ScoredItem(7, 2)], scores.Take(new ScoredItem[5]).ToArray());
        Assert.Empty(scores.Take(new ScoredItem[5]).ToArray());
    }

    static float[] PartsOf(params (CandidateSource Source, float Part)[] given)
    {
        var parts = new float[CandidateSources.Count];
        foreach (var (source, part) in given)
        {
            parts[(int)source] = part;
        }

        return parts;
    }

    [Fact]
    public void A_candidates_parts_are_its_scores_over_the_sources_best_times_the_weight()
    {
        var pool = new CandidatePool();
        pool.Reset(10);
        pool.Add(CandidateSource.Similar, [new ScoredItem(3, 8), new ScoredItem(4, 2)], 0.5f);
        pool.Add(CandidateSource.Taste, [new ScoredItem(4, 3)], 2);

        Assert.Equal(PartsOf((CandidateSource.Similar, 0.5f)), pool.PartsAt(pool.PlaceOf(3)).ToArray());
        Assert.Equal(PartsOf((CandidateSource.Similar, 0.125f), (CandidateSource.Taste, 2)), pool.PartsAt(pool.PlaceOf(4)).ToArray());
        Assert.Equal(-1, pool.PlaceOf(5));
        pool.Reset(10);
        Assert.Equal(-1, pool.PlaceOf(3));
    }

    [Fact]
    public void A_precomputed_list_is_what_it_was_after_a_round_trip()
    {
        var list = new PrecomputedList(12, [new ScoredItem(70_000, 2.5f), new ScoredItem(0, 0.25f)]);
        var back = PrecomputedList.Decode(list.Encode());

        Assert.Equal(list.Generation, back.Generation);
        Assert.Equal(list.Items, back.Items);
        Assert.Throws<InvalidDataException>(() => PrecomputedList.Decode(list.Encode().AsSpan(0, 5)));
        Assert.Throws<InvalidDataException>(() => PrecomputedList.Decode([2, 0, 0]));
    }
}
