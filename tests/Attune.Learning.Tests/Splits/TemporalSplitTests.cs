using Attune.Learning.Splits;

namespace Attune.Learning.Tests.Splits;

/// <summary>The four users of the drawing on <see cref="TemporalSplit"/>.</summary>
public class TemporalSplitTests
{
    const long Cut = 100;

    static readonly Interactions Drawn = Data(
        (0, 0, 10), (3, 3, 15), (0, 1, 20), (1, 2, 30), (0, 2, 50), (3, 4, 60),
        (2, 1, 110), (0, 3, 120), (3, 3, 130), (0, 4, 140), (2, 2, 150), (3, 5, 160));

    [Fact]
    public void Only_users_with_a_past_and_a_future_are_asked()
    {
        var split = TemporalSplit.At(Drawn, Cut);

        Assert.Equal(2, split.Test.Count);
        Assert.Equal(0, split.Test.RowOf(0));
        Assert.Equal([3, 4], split.Test.RelevantOf(0));
        Assert.Equal(3, split.Test.RowOf(1));
    }

    [Fact]
    public void An_item_known_before_is_not_to_be_found_again_unless_repeats_are_wanted()
    {
        Assert.Equal([5], TemporalSplit.At(Drawn, Cut).Test.RelevantOf(1));
        Assert.Equal([3, 5], TemporalSplit.At(Drawn, Cut, repeats: true).Test.RelevantOf(1));
    }

    [Fact]
    public void Nothing_at_or_after_the_cut_is_trained_on()
    {
        var split = TemporalSplit.At(Drawn, 120);

        Assert.Equal(7, split.Train.Count);
        Assert.True(split.Train.Time.Span[^1] < 120);
        Assert.Equal([0, 1, 2], split.Known.Of(0).Items);
    }

    [Fact]
    public void A_share_of_the_events_cuts_at_the_instant_of_the_first_of_them()
    {
        // 12 events, the last quarter are 3: the cut is at 140.
        Assert.Equal(140, TemporalSplit.InstantByEvents(Drawn, 0.25));
        Assert.Equal(9, TemporalSplit.LastShareOfEvents(Drawn, 0.25).Train.Count);
    }

    [Fact]
    public void A_share_of_the_time_cuts_the_span_from_first_to_last()
    {
        // From 10 to 160; the last third begins at 110.
        Assert.Equal(6, TemporalSplit.LastShareOfTime(Drawn, 1.0 / 3).Train.Count);
    }

    [Fact]
    public void What_was_seen_without_liking_trains_nothing_but_counts_as_known()
    {
        var data = Interactions.Sorted(1, 3, [0, 0, 0, 0], [0, 1, 1, 2], [1, 2, 200, 201], [1, 0, 1, 1]);

        var split = TemporalSplit.At(data, Cut);

        Assert.Equal([0], split.Known.Of(0).Items);
        Assert.Equal([1, 0], split.Known.SeenOf(0));
        Assert.Equal([2], split.Test.RelevantOf(0));
        Assert.Equal(1, split.Train.ToMatrix().NonZeros);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(double.NaN)]
    public void A_share_of_nothing_or_all_is_refused(double share) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => TemporalSplit.LastShareOfEvents(Drawn, share));

    internal static Interactions Data(params (int User, int Item, long Time)[] rows) => new(
        rows.Max(row => row.User) + 1,
        rows.Max(row => row.Item) + 1,
        Array.ConvertAll(rows, row => row.User),
        Array.ConvertAll(rows, row => row.Item),
        Array.ConvertAll(rows, row => row.Time),
        Array.ConvertAll(rows, _ => 1f));
}
