using Attune.Learning.Splits;

namespace Attune.Learning.Tests.Splits;

public class HeldOutTests
{
    [Fact]
    public void Pairs_become_questions_by_row_with_each_item_once()
    {
        var test = HeldOut.From([7, 2, 7, 7], [5, 1, 3, 5]);

        Assert.Equal(2, test.Count);
        Assert.Equal(2, test.RowOf(0));
        Assert.Equal([1], test.RelevantOf(0));
        Assert.Equal([3, 5], test.RelevantOf(1));
    }

    [Fact]
    public void Groups_are_numbered_from_0_in_order()
    {
        var test = HeldOut.From([1, 2, 4, 5], [0, 0, 0, 0], row => row / 2);

        Assert.Equal([0, 1, 2, 2], Enumerable.Range(0, 4).Select(test.GroupOf));
    }
}
