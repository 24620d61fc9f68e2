using Attune.Learning.Neighbors;
using Attune.Learning.Sessions;
using Attune.Learning.Splits;

namespace Attune.Learning.Tests.Sessions;

public class SequentialRulesTests
{
    static readonly SequentialRulesSettings Shares = new() { GapExponent = 1, Backward = 0, TargetExponent = 0 };

    [Fact]
    public void A_step_counts_less_the_more_lies_between()
    {
        // Sessions 0 1 2 | 0 2: from 0 to 1 a step of one; to 2 one of two and one of one; 0 occurs twice.
        var rules = Train(Shares, [0, 1, 2], [0, 2]);

        Assert.Equal([2, 1], rules.Of(0));
        Assert.Equal([1.5f / 2, 1f / 2], rules.ScoresOf(0));
    }

    [Fact]
    public void The_way_back_counts_as_much_as_is_said()
    {
        Assert.True(Train(Shares, [0, 1]).Of(1).IsEmpty);
        Assert.Equal([0.25f], Train(Shares with { Backward = 0.25f }, [0, 1]).ScoresOf(1));
    }

    [Fact]
    public void An_item_taken_up_twice_leads_to_itself() => Assert.Equal([0], Train(Shares, [0, 0]).Of(0));

    [Fact]
    public void Nothing_beyond_the_window_counts() => Assert.Equal([1], Train(Shares with { Window = 1 }, [0, 1, 2]).Of(0));

    [Fact]
    public void A_session_loses_half_its_say_by_half_life()
    {
        var rules = Train(Shares with { RecencyHalfLife = 1, SourceExponent = 0 }, [0, 1], [0, 2]);

        Assert.Equal([2, 1], rules.Of(0));
        Assert.Equal([1, 0.5f], rules.ScoresOf(0));
    }

    [Fact]
    public void What_is_taken_up_anyway_may_be_discounted()
    {
        // 1 follows as often as 2, and occurs twice as often.
        var rules = Train(Shares with { TargetExponent = 1, SourceExponent = 0 }, [0, 1], [0, 2], [1]);

        Assert.Equal([2, 1], rules.Of(0));
        Assert.Equal([1, 0.5f], rules.ScoresOf(0));
    }

    [Fact]
    public void The_lists_are_the_same_at_any_number_of_threads()
    {
        var random = new Random(3);
        var sessions = Enumerable.Range(0, 500).Select(_ => Enumerable.Range(0, random.Next(1, 9)).Select(_ => random.Next(200)).ToArray()).ToArray();

        var one = Train(new() { Threads = 1, RecencyHalfLife = 100 }, sessions);
        var four = Train(new() { Threads = 4, RecencyHalfLife = 100 }, sessions);

        Assert.Equal(one.Neighbors.ToArray(), four.Neighbors.ToArray());
        Assert.Equal(one.Scores.ToArray(), four.Scores.ToArray());
    }

    [Fact]
    public void Without_sessions_every_list_is_empty()
    {
        var rules = SequentialRules.Train(new Interactions(0, 2, default, default, default, default), new(), TestContext.Current.CancellationToken);

        Assert.True(rules.Of(0).IsEmpty);
        Assert.True(rules.Of(1).IsEmpty);
    }

    [Fact]
    public void It_can_be_cancelled() => Assert.Throws<OperationCanceledException>(
        () => SequentialRules.Train(Data([0, 1]), new(), new CancellationToken(canceled: true)));

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(-1)]
    [InlineData(9)]
    public void An_exponent_out_of_range_is_refused(float exponent) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Train(new() { GapExponent = exponent }, [0, 1]));

    static NeighborLists Train(SequentialRulesSettings settings, params int[][] sessions) =>
        SequentialRules.Train(Data(sessions), settings, TestContext.Current.CancellationToken);

    static Interactions Data(params int[][] sessions)
    {
        int[] user = [.. sessions.SelectMany((session, number) => session.Select(_ => number))];
        int[] item = [.. sessions.SelectMany(session => session)];
        return new Interactions(
            sessions.Length, item.Max() + 1, user, item, new long[item.Length], Enumerable.Repeat(1f, item.Length).ToArray());
    }
}
