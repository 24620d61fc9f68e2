using Attune.Learning.Splits;

namespace Attune.Learning.Tests.Splits;

public class SessionPrefixesTests
{
    // Sessions: 0 1 | 2 3 2 | 4
    static readonly SessionSet Sessions = new(5, [0, 2, 5, 6], [0, 1, 2, 3, 2, 4], [0, 1, 2, 3, 4, 5]);

    [Fact]
    public void Every_prefix_asks_for_its_next_item()
    {
        var split = SessionPrefixes.From(Sessions.Slice(0, 1), Sessions);

        // 0 → 1;  2 → 3;  2 3 → 2. The session of one item asks nothing.
        Assert.Equal(3, split.Test.Count);
        Assert.Equal([1, 3, 2], Enumerable.Range(0, 3).Select(question => split.Test.RelevantOf(question)[0]));
        Assert.Equal([2, 3], split.Known.Of(2).Items);
        Assert.Equal([0, 1, 1], Enumerable.Range(0, 3).Select(split.Test.GroupOf));
    }

    [Fact]
    public void Train_has_a_user_per_session()
    {
        var train = SessionPrefixes.From(Sessions, Sessions).Train;

        Assert.Equal(3, train.Users);
        Assert.Equal([0, 0, 1, 1, 1, 2], train.User.Span);
    }

    [Fact]
    public void The_last_share_of_the_sessions_is_the_validation_part()
    {
        var split = SessionPrefixes.Validation(Sessions.Slice(0, 2), 0.5);

        Assert.Equal(1, split.Train.Users);
        Assert.Equal(2, split.Test.Count);
    }

    [Fact]
    public void Given_prefixes_have_their_next_item_last()
    {
        var split = SessionPrefixes.FromGiven(Sessions, new SessionSet(5, [0, 3, 5], [0, 1, 2, 0, 1], [0, 1, 2, 3, 4]), [0, 0]);

        Assert.Equal([2, 1], Enumerable.Range(0, 2).Select(question => split.Test.RelevantOf(question)[0]));
        Assert.Equal(split.Test.GroupOf(0), split.Test.GroupOf(1));
    }
}
