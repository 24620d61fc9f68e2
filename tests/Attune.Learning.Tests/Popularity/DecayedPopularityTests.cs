using Attune.Learning.Popularity;

namespace Attune.Learning.Tests.Popularity;

public class DecayedPopularityTests
{
    [Fact]
    public void An_interaction_one_half_life_old_counts_half()
    {
        // Item 0: strength 4 at age 2 half-lives = 1, and strength 1 now = 1. Item 1: strength 3 at age 1 = 1.5.
        var popularity = DecayedPopularity.Train(3, [0, 1, 0], [0, 10, 20], [4, 3, 1], nowMicros: 20, halfLifeMicros: 10);

        Assert.Equal([2f, 1.5f, 0f], popularity);
    }

    [Fact]
    public void Without_decay_it_is_the_sum_of_the_strengths() =>
        Assert.Equal([5f, 3f], DecayedPopularity.Train(2, [0, 1, 0], [0, 10, 20], [4, 3, 1], 1_000_000, DecayedPopularity.NoDecay));

    [Fact]
    public void An_interaction_after_now_counts_in_full() =>
        Assert.Equal([1f], DecayedPopularity.Train(1, [0], [500], [1], nowMicros: 20, halfLifeMicros: 10));

    [Fact]
    public void Columns_of_different_length_are_refused() =>
        Assert.Throws<ArgumentException>(() => DecayedPopularity.Train(1, [0], [], [1], 0, 1));
}
