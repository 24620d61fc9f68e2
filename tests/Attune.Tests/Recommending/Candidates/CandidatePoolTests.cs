using Attune.Learning.Factors;
using Attune.Recommending.Candidates;

namespace Attune.Tests.Recommending.Candidates;

public class CandidatePoolTests
{
    [Fact]
    public void More_candidates_than_a_pool_begins_with_all_keep_their_parts()
    {
        const int items = 1_000;
        var pool = new CandidatePool();
        pool.Reset(items);

        // Scores fall from 1000 to 1: divided by the best, item i has the part (1000 - i) / 1000.
        var found = Enumerable.Range(0, items).Select(item => new ScoredItem(item, items - item)).ToArray();
        pool.Add(CandidateSource.Taste, found.AsSpan(0, 300), 1);
        pool.Add(CandidateSource.Trending, found, 0.5f);

        Assert.Equal(items, pool.Count);
        Assert.Equal(0.701f, pool.PartsAt(pool.PlaceOf(299))[(int)CandidateSource.Taste], 1e-6f);
        Assert.Equal(0, pool.PartsAt(pool.PlaceOf(300))[(int)CandidateSource.Taste]);
        Assert.All(found, item => Assert.Equal(
            item.Score / items / 2, pool.PartsAt(pool.PlaceOf(item.Item))[(int)CandidateSource.Trending], 1e-6f));
    }
}
