using Attune.Learning.CoVisits;

namespace Attune.Learning.Tests.CoVisits;

public class CoVisitCountsTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Counted_user_by_user_the_lists_are_those_of_the_training_bit_for_bit(int seed)
    {
        var events = RandomEvents.Of(50, 120, 2_500, seed);
        var trained = CoVisitNeighbors.Train(events, RandomEvents.Settings, null, TestContext.Current.CancellationToken);
        var counted = Count(events, RandomEvents.Settings).ToLists();

        Assert.Equal(trained.Neighbors.Span, counted.Neighbors.Span);
        Assert.Equal(trained.Scores.Span, counted.Scores.Span);
    }

    [Theory]
    [InlineData(11)]
    [InlineData(12)]
    [InlineData(13)]
    [InlineData(14)]
    public void After_random_additions_and_removals_the_counts_are_those_of_counting_from_scratch(int seed)
    {
        var random = new Random(seed);
        var events = RandomEvents.Of(40, 60, 2_000, seed);
        var counts = new CoVisitCounts(events.Items, RandomEvents.Settings);
        var there = new SortedSet<int>();
        for (var step = 0; step < 300; step++)
        {
            var user = random.Next(events.Users);
            if (there.Add(user))
            {
                counts.Add(events.Of(user));
            }
            else
            {
                there.Remove(user);
                counts.Remove(events.Of(user));
            }
        }

        AssertSame(Count(events, RandomEvents.Settings, [.. there]), counts);
    }

    [Fact]
    public void A_user_taken_away_leaves_nothing_behind()
    {
        var events = RandomEvents.Of(1, 30, 200, seed: 3);
        var counts = Count(events, RandomEvents.Settings);
        Assert.True(counts.Pairs > 0);

        counts.Remove(events.Of(0));

        Assert.Equal(0, counts.Pairs);
        Assert.DoesNotContain(counts.ToLists().Neighbors.ToArray(), neighbor => neighbor >= 0);
    }

    [Fact]
    public void An_event_taken_away_brings_its_neighbors_together_as_if_it_had_never_been_there()
    {
        var settings = new CoVisitSettings { Backward = 0 };
        var counts = new CoVisitCounts(3, settings);
        counts.Add(new([0, 1, 2], [0, 0, 0], [0, 1, 2]));
        Assert.Equal(0.5, counts.WeightOf(0, 2), 1e-8);

        counts.Replace(new([0, 1, 2], [0, 0, 0], [0, 1, 2]), new([0, 2], [0, 0], [0, 2]));

        Assert.Equal(1, counts.WeightOf(0, 2), 1e-8);
        Assert.Equal(0, counts.WeightOf(0, 1));
        Assert.Equal(1, counts.UsersOf(0, 2));
        Assert.Equal(1, counts.Pairs);
    }

    [Fact]
    public void A_pair_a_user_takes_up_twice_is_one_user()
    {
        var counts = new CoVisitCounts(2, new() { GapExponent = 0, Backward = 0 });
        counts.Add(new([0, 1, 0, 1], [0, 0, 0, 0], [0, 1, 2, 3]));

        // 0 before 1 three times.
        Assert.Equal(3, counts.WeightOf(0, 1), 1e-8);
        Assert.Equal(1, counts.UsersOf(0, 1));
    }

    [Fact]
    public void An_item_out_of_range_is_refused_before_anything_is_counted()
    {
        var counts = new CoVisitCounts(2, new());

        Assert.Throws<ArgumentException>(() => counts.Add(new([0, 1, 2], [0, 0, 0], [0, 1, 2])));
        Assert.Equal(0, counts.Pairs);
    }

    static CoVisitCounts Count(UserEvents events, CoVisitSettings settings, params int[] users)
    {
        var counts = new CoVisitCounts(events.Items, settings);
        foreach (var user in users.Length == 0 ? [.. Enumerable.Range(0, events.Users)] : users)
        {
            counts.Add(events.Of(user));
        }

        return counts;
    }

    static void AssertSame(CoVisitCounts expected, CoVisitCounts actual)
    {
        Assert.Equal(expected.Pairs, actual.Pairs);
        for (var first = 0; first < expected.Items; first++)
        {
            for (var then = 0; then < expected.Items; then++)
            {
                Assert.Equal(expected.WeightOf(first, then), actual.WeightOf(first, then));
                Assert.Equal(expected.UsersOf(first, then), actual.UsersOf(first, then));
            }
        }

        var (left, right) = (expected.ToLists(), actual.ToLists());
        Assert.Equal(left.Neighbors.Span, right.Neighbors.Span);
        Assert.Equal(left.Scores.Span, right.Scores.Span);
    }
}
