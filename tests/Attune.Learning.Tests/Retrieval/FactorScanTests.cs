using Attune.Learning.Factors;
using Attune.Learning.Retrieval;
using Attune.Learning.Tests.Kernels;

namespace Attune.Learning.Tests.Retrieval;

public sealed class FactorScanTests
{
    [Theory]
    [InlineData(1, 3, 1)]
    [InlineData(63, 5, 10)]
    [InlineData(64, 4, 64)]
    [InlineData(65, 17, 100)]
    [InlineData(1000, 64, 20)]
    [InlineData(5000, 128, 200)]
    [InlineData(5000, 33, 0)]
    public void The_best_items_are_those_of_the_plain_scan(int items, int factors, int wanted)
    {
        var scan = new FactorScan(Model(items, factors, seed: 1));
        for (var seed = 0; seed < 5; seed++)
        {
            AssertSame(scan, Numbers.Uniform(factors, 100 + seed), [], wanted);
        }
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(0.001)]
    [InlineData(0.02)]
    [InlineData(0.3)]
    [InlineData(1.0)]
    public void Only_allowed_items_are_found_however_few_or_many(double share)
    {
        var scan = new FactorScan(Model(4000, 24, seed: 2));
        var random = new Random(3);
        var allowed = new ulong[(4000 + 63) / 64];
        for (var place = 0; place < 4000; place++)
        {
            allowed[place >> 6] |= random.NextDouble() < share ? 1UL << (place & 63) : 0;
        }

        AssertSame(scan, Numbers.Uniform(24, 4), allowed, 50);
        AssertSame(scan, Numbers.Uniform(24, 5), allowed.AsSpan(0, 20), 50); // shorter: what lies beyond is not allowed
    }

    [Fact]
    public void Equal_scores_are_ordered_by_lower_item()
    {
        var values = new float[300 * 8];
        Array.Fill(values, 0.25f);
        var scan = new FactorScan(new ItemFactors(300, 8, values, new float[64], 0.1f, 0.1f));
        var best = new ScoredItem[70];

        Assert.Equal(70, scan.Search(Numbers.Uniform(8, 1), [], best));
        Assert.Equal(Enumerable.Range(0, 70), best.Select(found => found.Item));
    }

    [Fact]
    public void A_user_of_zeros_gets_the_first_allowed_items_with_score_zero()
    {
        var scan = new FactorScan(Model(500, 16, seed: 3));
        var best = new ScoredItem[4];

        Assert.Equal(4, scan.Search(new float[16], [0, 0b1011UL, 0, ulong.MaxValue], best));
        Assert.Equal([new(64, 0), new(65, 0), new(67, 0), new(192, 0)], best);
    }

    [Theory]
    [InlineData(1e-36f, 1f)]
    [InlineData(1e-20f, 1e-20f)]
    [InlineData(1f, 1e-36f)]
    [InlineData(1e6f, 1e10f)]
    public void Very_small_and_very_large_vectors_are_ranked_exactly_too(float itemSize, float userSize)
    {
        var values = Numbers.Uniform(600 * 12, 1).Select(value => value * itemSize).ToArray();
        var scan = new FactorScan(new ItemFactors(600, 12, values, new float[144], 0.1f, 0.1f));

        AssertSame(scan, Numbers.Uniform(12, 2).Select(value => value * userSize).ToArray(), [], 30);
    }

    [Fact]
    public void Vectors_of_very_different_sizes_are_ranked_exactly()
    {
        var values = Numbers.Uniform(3000 * 20, 1);
        for (var i = 0; i < values.Length; i++)
        {
            values[i] *= MathF.Pow(10, -(i / 20 % 12));
        }

        AssertSame(new FactorScan(new ItemFactors(3000, 20, values, new float[400], 0.1f, 0.1f)), Numbers.Uniform(20, 2), [], 2500);
    }

    [Fact]
    public void Rows_answer_under_the_places_they_are_mapped_to_and_absent_places_never_do()
    {
        var model = Model(200, 8, seed: 5);
        var places = Enumerable.Range(0, 200).Select(row => row == 7 ? -1 : 599 - (3 * row)).ToArray();
        var scan = new FactorScan(model, places, 700);
        var user = Numbers.Uniform(8, 6);
        var best = new ScoredItem[700];

        Assert.Equal(700, scan.Size);
        Assert.Equal(199, scan.Search(user, [], best));
        Assert.Equal(places.Where(place => place >= 0).Order(), best[..199].Select(found => found.Item).Order());
        AssertSame(scan, user, [], 40);
    }

    [Fact]
    public void Places_given_twice_or_outside_are_refused()
    {
        var model = Model(3, 2, seed: 1);

        Assert.Throws<ArgumentException>(() => new FactorScan(model, [0, 1, 1], 5));
        Assert.Throws<ArgumentException>(() => new FactorScan(model, [0, 1, 5], 5));
        Assert.Throws<ArgumentException>(() => new FactorScan(model, [0, 1], 5));
    }

    [Fact]
    public void A_user_vector_that_is_not_finite_or_of_the_wrong_length_is_refused()
    {
        var scan = new FactorScan(Model(10, 4, seed: 1));

        Assert.Throws<ArgumentException>(() => scan.Search([1, 2, float.NaN, 4], [], new ScoredItem[3]));
        Assert.Throws<ArgumentException>(() => scan.Search([1, 2, float.PositiveInfinity, 4], [], new ScoredItem[3]));
        Assert.Throws<ArgumentException>(() => scan.Search([1, 2, 3], [], new ScoredItem[3]));
    }

    [Fact]
    public void A_model_that_is_not_finite_is_refused_with_its_row()
    {
        var values = new float[4 * 4];
        values[9] = float.NaN;

        var refusal = Assert.Throws<ArgumentException>(
            () => new FactorScan(new ItemFactors(4, 4, values, new float[16], 0.1f, 0.1f)));

        Assert.Contains("row 2", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_without_items_finds_nothing_and_a_search_allocates_nothing()
    {
        var scan = new FactorScan(new ItemFactors(0, 4, default, new float[16], 0.1f, 0.1f));
        var best = new ScoredItem[3];
        Assert.Equal(0, scan.Search([1, 2, 3, 4], [], best));

        scan = new FactorScan(Model(1000, 4, seed: 1));
        var user = Numbers.Uniform(4, 2);
        scan.Search(user, [], best);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var search = 0; search < 1000; search++)
        {
            scan.Search(user, [], best);
        }

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 999); // less than a byte a search
    }

    static ItemFactors Model(int items, int factors, int seed) =>
        new(items, factors, Numbers.Uniform(items * factors, seed), new float[factors * factors], 0.1f, 0.1f);

    static void AssertSame(FactorScan scan, ReadOnlySpan<float> user, ReadOnlySpan<ulong> allowed, int wanted)
    {
        var (expected, found) = (new ScoredItem[wanted], new ScoredItem[wanted]);

        Assert.Equal(scan.SearchPlainly(user, allowed, expected), scan.Search(user, allowed, found));
        Assert.Equal(expected, found);
    }
}
