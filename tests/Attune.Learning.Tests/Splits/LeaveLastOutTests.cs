using Attune.Learning.Splits;

namespace Attune.Learning.Tests.Splits;

public class LeaveLastOutTests
{
    // User 0: 0 1 2 3; user 1: 4 5, too short to be asked.
    static readonly Interactions Data = TemporalSplitTests.Data((0, 0, 0), (1, 4, 0), (0, 1, 1), (1, 5, 1), (0, 2, 2), (0, 3, 3));

    [Fact]
    public void The_last_item_is_to_be_found_with_all_before_it_known()
    {
        var split = LeaveLastOut.Test(Data);

        Assert.Equal(1, split.Test.Count);
        Assert.Equal([3], split.Test.RelevantOf(0));
        Assert.Equal([0, 1, 2], split.Known.Of(0).Items);
    }

    [Fact]
    public void The_item_before_the_last_trains_only_where_wanted()
    {
        // Train: 0 1 of user 0 (and 2 where wanted), 4 5 of user 1.
        Assert.Equal([0, 4, 1, 5], LeaveLastOut.Test(Data).Train.Item.Span);
        Assert.Equal([0, 4, 1, 5, 2], LeaveLastOut.Test(Data, trainOnValidation: true).Train.Item.Span);
    }

    [Fact]
    public void Validation_looks_for_the_one_before_and_never_at_the_last()
    {
        var split = LeaveLastOut.Validation(Data);

        Assert.Equal([2], split.Test.RelevantOf(0));
        Assert.Equal([0, 1], split.Known.Of(0).Items);
        Assert.DoesNotContain(3, split.Train.Item.Span.ToArray());
    }
}
