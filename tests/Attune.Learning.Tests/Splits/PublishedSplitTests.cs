using Attune.Learning.Splits;
using Attune.Learning.Tests.Evaluation;

namespace Attune.Learning.Tests.Splits;

public class PublishedSplitTests
{
    [Fact]
    public void Test_items_are_to_be_found_from_the_train_items()
    {
        var train = Interactions.Sorted(2, 4, [0, 0, 1], [0, 1, 2], [0, 1, 0], [1, 1, 1]);
        var test = Interactions.Sorted(2, 4, [1, 1], [3, 0], [0, 1], [1, 1]);

        var split = PublishedSplit.From(train, test);

        Assert.Equal(1, split.Test.Count);
        Assert.Equal(1, split.Test.RowOf(0));
        Assert.Equal([0, 3], split.Test.RelevantOf(0));
        Assert.Equal([2], split.Known.Of(1).Items);
    }

    [Fact]
    public void A_validation_part_takes_the_share_of_each_users_items_rounded_down()
    {
        var train = FullRankingTests.RandomData(30, 40, 900, seed: 1);

        var split = PublishedSplit.Validation(train, 0.1, seed: 1);

        for (var user = 0; user < 30; user++)
        {
            var all = train.User.Span.Count(user);
            Assert.Equal(all - (all / 10), split.Train.User.Span.Count(user));
        }
    }

    [Fact]
    public void The_seed_decides_the_validation_part()
    {
        var train = FullRankingTests.RandomData(30, 40, 900, seed: 1);

        Assert.Equal(Held(1), Held(1));
        Assert.NotEqual(Held(1), Held(2));

        int[] Held(int seed) => PublishedSplit.Validation(train, 0.1, seed).Train.Item.ToArray();
    }

    [Fact]
    public void Where_lines_have_an_order_the_last_of_each_is_held_out()
    {
        // Two users, ten items each, user 1's in falling order; times are places in the line.
        int[] user = [.. Enumerable.Repeat(0, 10), .. Enumerable.Repeat(1, 10)];
        int[] item = [3, 1, 4, 0, 5, 9, 2, 6, 8, 7, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0];
        long[] time = [.. Enumerable.Range(0, 10), .. Enumerable.Range(0, 10)];
        var train = Interactions.Sorted(2, 10, user, item, time, [.. Enumerable.Repeat(1f, 20)]);

        var split = PublishedSplit.LastShare(train, 0.2);

        Assert.True(PublishedSplit.HasOrder(train));
        Assert.Equal([7, 8], split.Test.RelevantOf(0).ToArray());
        Assert.Equal([0, 1], split.Test.RelevantOf(1).ToArray());
        Assert.Equal(16, split.Train.Count);
    }

    [Fact]
    public void Lines_in_rising_order_have_none()
    {
        int[] item = [0, 1, 2, 3, 1, 2, 3, 4];
        var train = Interactions.Sorted(2, 5, [0, 0, 0, 0, 1, 1, 1, 1], item, [0, 1, 2, 3, 0, 1, 2, 3], [1, 1, 1, 1, 1, 1, 1, 1]);

        Assert.False(PublishedSplit.HasOrder(train));
    }

    [Fact]
    public void Parts_numbered_differently_are_refused() => Assert.Throws<ArgumentException>(
        () => PublishedSplit.From(Interactions.Sorted(1, 1, [], [], [], []), Interactions.Sorted(2, 1, [], [], [], [])));
}
