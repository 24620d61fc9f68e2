using Attune.Learning.CoVisits;
using Attune.Learning.Neighbors;

namespace Attune.Learning.Tests.CoVisits;

public class CoVisitNeighborsTests
{
    static readonly CoVisitSettings Plain = new() { K = 3, Backward = 0, SourceExponent = 0, TargetExponent = 0 };

    [Fact]
    public void A_pair_weighs_one_over_the_steps_between()
    {
        var lists = Train(Sequence(0, 1, 2, 3), Plain);

        Assert.Equal([1, 2, 3], lists.Of(0));
        Assert.Equal([1, 1 / 2f, 1 / 3f], lists.ScoresOf(0).ToArray(), Near);
    }

    [Fact]
    public void Going_back_counts_the_share_it_is_given()
    {
        Assert.True(Train(Sequence(0, 1), Plain).Of(1).IsEmpty);
        Assert.Equal([0.25f], Train(Sequence(0, 1), Plain with { Backward = 0.25 }).ScoresOf(1).ToArray(), Near);
    }

    [Fact]
    public void Events_further_apart_than_the_window_are_no_pair()
    {
        Assert.Equal([1, 2], Train(Sequence(0, 1, 2, 3), Plain with { Window = 2 }).Of(0));

        // At 0, 10, 30: only the first two are within 15.
        var timed = UserEvents.From(1, 3, [0, 0, 0], [0, 1, 2], [0, 10, 30]);
        Assert.Equal([1], Train(timed, Plain with { WindowTime = 15 }).Of(0));
    }

    [Fact]
    public void A_gap_in_time_and_age_halve_what_a_pair_says()
    {
        var events = UserEvents.From(1, 2, [0, 0], [0, 1], [0, 10]);

        Assert.Equal([0.5f], Train(events, Plain with { GapHalfLife = 10 }).ScoresOf(0).ToArray(), Near);
        Assert.Equal([0.25f], Train(events, Plain with { HalfLife = 10, Now = 30 }).ScoresOf(0).ToArray(), Near);
    }

    [Fact]
    public void Only_the_kinds_asked_for_make_pairs()
    {
        // Item 0 viewed (kind 0), item 1 bought (kind 3), item 2 viewed.
        var events = UserEvents.From(1, 3, [0, 0, 0], [0, 1, 2], [0, 1, 2], [0, 3, 0]);
        var lists = Train(events, Plain with { Kinds = [new(0, 3, 2)] });

        Assert.Equal([1], lists.Of(0));
        Assert.Equal([2f], lists.ScoresOf(0).ToArray(), Near);
        Assert.True(lists.Of(1).IsEmpty);
    }

    [Fact]
    public void The_discount_is_a_power_of_how_often_the_item_in_the_list_is_taken_up()
    {
        // Item 1 follows item 0 twice and is taken up four times, item 2 follows once and is taken up once.
        var events = UserEvents.From(5, 3, [0, 0, 1, 1, 2, 2, 3, 4], [0, 1, 0, 1, 0, 2, 1, 1], [0, 1, 2, 3, 4, 5, 6, 7]);

        Assert.Equal([1, 2], Train(events, Plain).Of(0));
        Assert.Equal([1, 1], Train(events, Plain with { TargetExponent = 0.5 }).ScoresOf(0).ToArray(), Near);
        Assert.Equal([2, 1], Train(events, Plain with { TargetExponent = 1 }).Of(0));
    }

    [Fact]
    public void Pairs_chance_would_bring_about_are_left_out()
    {
        // Items 0 and 1 are always together, in two of four users; item 2 is taken up by everybody.
        var events = UserEvents.From(
            4, 4, [0, 0, 0, 1, 1, 1, 2, 2, 3, 3], [0, 1, 2, 0, 1, 2, 3, 2, 3, 2], [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);

        Assert.Equal([1, 2], Train(events, Plain).Of(0));
        Assert.Equal([1], Train(events, Plain with { Significance = 3.84 }).Of(0));

        // Together in 2, apart in 2: G² = 2 · 4 · ln 2, times the weight of two pairs one step apart.
        Assert.Equal([(float)(16 * Math.Log(2))], Train(events, Plain with { SignificanceExponent = 1 }).ScoresOf(0).ToArray(), Near);
    }

    [Fact]
    public void The_lists_are_the_same_at_any_number_of_threads()
    {
        var events = RandomEvents.Of(80, 300, 4_000, seed: 5);
        var one = Train(events, RandomEvents.Settings with { Threads = 1 });
        var four = Train(events, RandomEvents.Settings with { Threads = 4 });

        Assert.Equal(one.Neighbors.Span, four.Neighbors.Span);
        Assert.Equal(one.Scores.Span, four.Scores.Span);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 0)]
    [InlineData(0, 5)]
    public void Nobody_or_nothing_makes_empty_lists(int users, int items) =>
        Assert.Equal(items, Train(UserEvents.From(users, items, [], [], []), Plain).Items);

    [Fact]
    public void An_item_met_again_and_again_is_not_its_own_neighbor() =>
        Assert.True(Train(Sequence(0, 0, 0), Plain).Of(0).IsEmpty);

    [Fact]
    public void A_setting_out_of_range_is_refused_by_name()
    {
        var fault = Assert.Throws<ArgumentOutOfRangeException>(() => Train(Sequence(0, 1), Plain with { Backward = double.NaN }));
        Assert.Equal("Backward", fault.ParamName);
        Assert.Throws<ArgumentOutOfRangeException>(() => Train(Sequence(0, 1), Plain with { Kinds = [new(0, 1, -1)] }));
    }

    [Fact]
    public void Columns_that_do_not_fit_are_refused()
    {
        Assert.Throws<ArgumentException>(() => UserEvents.From(1, 1, [0], [0, 0], [0]));
        Assert.Throws<ArgumentException>(() => UserEvents.From(1, 1, [0], [1], [0]));
        Assert.Throws<ArgumentException>(() => UserEvents.From(1, 1, [0, 0], [0, 0], [1, 0]));
    }

    static bool Near(float left, float right) => Math.Abs(left - right) < 1e-5;

    static UserEvents Sequence(params int[] items) => UserEvents.From(
        1, items.Max() + 1, new int[items.Length], items, [.. items.Select((_, place) => (long)place)]);

    static NeighborLists Train(UserEvents events, CoVisitSettings settings) =>
        CoVisitNeighbors.Train(events, settings, null, TestContext.Current.CancellationToken);
}
