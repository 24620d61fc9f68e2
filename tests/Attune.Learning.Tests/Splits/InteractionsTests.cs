using Attune.Learning.Splits;

namespace Attune.Learning.Tests.Splits;

public class InteractionsTests
{
    [Fact]
    public void Sorting_keeps_the_order_of_equal_times()
    {
        var sorted = Interactions.Sorted(3, 4, [0, 1, 2, 0], [3, 2, 1, 0], [5, 1, 5, 1], [1, 1, 1, 1]);

        Assert.Equal([2, 0, 3, 1], sorted.Item.Span);
    }

    [Fact]
    public void A_history_has_each_item_once_the_most_recent_last()
    {
        var data = Interactions.Sorted(1, 5, [0, 0, 0, 0], [4, 2, 4, 3], [1, 2, 3, 4], [1, 1, 2, 1]);

        var history = Histories.From(data).Of(0);

        Assert.Equal([2, 4, 3], history.Items);
        Assert.Equal([1f, 3f, 1f], history.Strengths);
        Assert.Equal([2L, 3L, 4L], history.Times);
    }

    [Theory]
    [InlineData(2, 0, 1f, "user 2 of 2")]
    [InlineData(0, 2, 1f, "item 2 of 2")]
    [InlineData(0, 0, float.NaN, "strength NaN")]
    [InlineData(0, 0, -1f, "strength -1")]
    public void A_row_that_cannot_be_is_refused_with_its_numbers(int user, int item, float strength, string said)
    {
        var error = Assert.Throws<ArgumentException>(
            () => new Interactions(2, 2, new[] { user }, new[] { item }, new long[1], new[] { strength }));

        Assert.Contains(said, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Falling_time_is_refused() =>
        Assert.Throws<ArgumentException>(() => new Interactions(1, 1, new int[2], new int[2], new long[] { 2, 1 }, new float[] { 1, 1 }));
}
