using Attune.Learning.Factors;
using Attune.Learning.Retrieval;
using Attune.Learning.Tests.Kernels;

namespace Attune.Learning.Tests.Retrieval;

public sealed class InvertedListsTests
{
    static readonly RetrievalSettings Settings = new() { ItemsPerList = 64, Queries = 50 };

    [Fact]
    public void Nearly_all_of_the_exact_best_are_found_and_their_scores_are_exact()
    {
        var model = Clustered(6000, 24, seed: 1);
        var index = Build(model, Settings);
        var (best, expected) = (new ScoredItem[20], new ScoredItem[20]);
        var hits = 0;
        for (var query = 0; query < 100; query++)
        {
            var user = model.Of(query * 59).ToArray();
            Assert.Equal(20, index.Search(user, [], best));
            index.SearchPlainly(user, [], expected);
            hits += best.Intersect(expected).Count(); // the same item with the same score, to the bit
        }

        Assert.InRange(index.Recall, 0.98, 1);
        Assert.InRange(index.Visits, 1, index.Lists / 2.0);
        Assert.InRange(hits / 2000.0, 0.95, 1);
    }

    [Fact]
    public void With_full_recall_wanted_queries_it_was_measured_by_miss_nothing()
    {
        var model = Clustered(3000, 16, seed: 2);
        var queries = Numbers.Uniform(30 * 16, 3);
        var index = Build(model, Settings with { Recall = 1 }, queries);

        Assert.Equal(1, index.Recall);
        for (var query = 0; query < 30; query++)
        {
            AssertExact(index, queries.AsSpan(query * 16, 16), [], 20);
        }
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(0.001)]
    [InlineData(0.04)]
    [InlineData(0.3)]
    public void A_filter_is_kept_to_and_one_that_leaves_few_misses_nothing(double share)
    {
        var index = Build(Clustered(6000, 16, seed: 4), Settings);
        var random = new Random(5);
        var allowed = new ulong[(6000 + 63) / 64];
        for (var place = 0; place < 6000; place++)
        {
            allowed[place >> 6] |= random.NextDouble() < share ? 1UL << (place & 63) : 0;
        }

        var user = Numbers.Uniform(16, 6);
        var (best, expected) = (new ScoredItem[20], new ScoredItem[20]);
        var found = index.Search(user, allowed, best);
        Assert.Equal(index.SearchPlainly(user, allowed, expected), found);
        Assert.All(best[..found], item => Assert.NotEqual(0UL, allowed[item.Item >> 6] >> item.Item & 1));
        Assert.InRange(best[..found].Intersect(expected[..found]).Count(), found * 4 / 5, found);
        if (share < 0.02)
        {
            Assert.Equal(expected, best);
        }
    }

    [Fact]
    public void The_same_items_give_the_same_index_at_any_number_of_threads()
    {
        var model = Clustered(4000, 20, seed: 7);
        var one = Build(model, Settings with { Threads = 1 });
        var five = Build(model, Settings with { Threads = 5 });
        var (first, second) = (new ScoredItem[30], new ScoredItem[30]);

        Assert.Equal((one.Lists, one.Margin, one.Visits, one.Recall), (five.Lists, five.Margin, five.Visits, five.Recall));
        for (var query = 0; query < 50; query++)
        {
            one.Search(model.Of(query * 71), [], first);
            five.Search(model.Of(query * 71), [], second);
            Assert.Equal(first, second);
        }
    }

    [Fact]
    public void Items_that_are_all_equal_are_found_by_lower_place()
    {
        var values = new float[2000 * 8];
        Array.Fill(values, 0.25f);
        var index = Build(new ItemFactors(2000, 8, values, new float[64], 0.1f, 0.1f), Settings);

        AssertExact(index, Numbers.Uniform(8, 1), [], 70);
        AssertExact(index, new float[8], [0, 0b1011UL], 2);
    }

    [Fact]
    public void Items_of_length_zero_are_found_after_those_that_fit()
    {
        var values = Numbers.Uniform(3000 * 8, 8);
        values.AsSpan(10 * 8).Clear();
        var user = Numbers.Uniform(8, 9);
        var index = Build(new ItemFactors(3000, 8, values, new float[64], 0.1f, 0.1f), Settings with { Recall = 1 }, user);

        AssertExact(index, user, [], 8);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(63)]
    [InlineData(300)]
    public void Few_items_are_all_found(int items)
    {
        var index = Build(Clustered(items, 8, seed: 9), Settings with { Recall = 1, RecallAt = 300 });

        AssertExact(index, Numbers.Uniform(8, 10), [], 400);
        Assert.Equal(items, index.Items);
    }

    [Fact]
    public void What_is_not_a_number_is_refused_with_its_row_and_settings_with_their_limit()
    {
        var values = Numbers.Uniform(400, 1);
        values[9] = float.NaN;
        var damaged = new ItemFactors(100, 4, values, new float[16], 0.1f, 0.1f);

        Assert.Contains("row 2", Assert.Throws<ArgumentException>(() => Build(damaged, Settings)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => Build(Clustered(9, 4, 1), Settings with { Recall = 1.5 }));
    }

    [Fact]
    public void The_index_is_chosen_by_the_number_of_items()
    {
        var (model, token) = (Clustered(500, 8, seed: 3), TestContext.Current.CancellationToken);

        Assert.IsType<FactorScan>(ItemIndex.Build(model, [], 500, new() { ApproximateAbove = 500 }, cancellation: token));
        Assert.IsType<InvertedLists>(ItemIndex.Build(model, [], 500, new() { ApproximateAbove = 499 }, cancellation: token));
    }

    [Fact]
    public void Many_users_at_once_get_what_each_gets_alone()
    {
        var index = new FactorScan(Clustered(2000, 12, seed: 3));
        var users = Numbers.Uniform(37 * 12, 4);
        var (best, found, alone) = (new ScoredItem[37 * 9], new int[37], new ScoredItem[9]);

        index.SearchMany(users, default, 9, best, found, threads: 3, TestContext.Current.CancellationToken);

        for (var user = 0; user < 37; user++)
        {
            Assert.Equal(index.Search(users.AsSpan(user * 12, 12), [], alone), found[user]);
            Assert.Equal(alone, best[(user * 9)..((user + 1) * 9)]);
        }
    }

    static InvertedLists Build(ItemFactors model, RetrievalSettings settings, float[]? queries = null) =>
        new(model, [], model.Items, settings, queries, TestContext.Current.CancellationToken);

    static void AssertExact(ItemIndex index, ReadOnlySpan<float> user, ReadOnlySpan<ulong> allowed, int wanted)
    {
        var (expected, found) = (new ScoredItem[wanted], new ScoredItem[wanted]);

        Assert.Equal(index.SearchPlainly(user, allowed, expected), index.Search(user, allowed, found));
        Assert.Equal(expected, found);
    }

    /// <summary>Vectors about 40 directions, of very different lengths.</summary>
    static ItemFactors Clustered(int items, int factors, int seed)
    {
        var (values, centres) = (Numbers.Uniform(items * factors, seed), Numbers.Uniform(40 * factors, seed + 1));
        var random = new Random(seed);
        for (var item = 0; item < items; item++)
        {
            var (centre, length) = (random.Next(40), MathF.Exp((float)random.NextDouble()));
            for (var j = 0; j < factors; j++)
            {
                values[(item * factors) + j] = length * (centres[(centre * factors) + j] + (0.3f * values[(item * factors) + j]));
            }
        }

        return new ItemFactors(items, factors, values, new float[factors * factors], 0.1f, 0.1f);
    }
}
