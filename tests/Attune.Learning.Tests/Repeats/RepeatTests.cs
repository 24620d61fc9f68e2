using Attune.Learning.Repeats;
using Attune.Learning.Splits;

namespace Attune.Learning.Tests.Repeats;

public class RepeatTests
{
    const int Milk = 0;
    const int Lamp = 1;
    const int Unseen = 2;

    // Milk every ten days by two users, a lamp once each.
    static readonly Interactions Household = Interactions.Sorted(
        2,
        3,
        [0, 0, 0, 0, 1, 1, 1],
        [Milk, Milk, Milk, Lamp, Milk, Milk, Lamp],
        [0, 10, 20, 20, 5, 15, 15],
        [1, 1, 1, 1, 1, 1, 1]);

    [Fact]
    public void An_items_rate_is_its_repeats_for_each_user_of_it()
    {
        var rates = RepeatRates.Train(Household, new() { UsersPrior = 0 });

        Assert.Equal(3 / 2f, rates.Rates[Milk]);
        Assert.Equal(0, rates.Rates[Lamp]);
        Assert.Equal(10, rates.Intervals[Milk], 1e-9);
    }

    [Fact]
    public void What_few_took_up_is_drawn_to_the_rate_of_all()
    {
        var rates = RepeatRates.Train(Household, new() { UsersPrior = 2 });

        // Of all: 3 repeats of 4 pairs.
        Assert.Equal((3 + (2 * 0.75f)) / (2 + 2), rates.Rates[Milk], 1e-6f);
        Assert.Equal(2 * 0.75f / (2 + 2), rates.Rates[Lamp], 1e-6f);
        Assert.Equal(0.75f, rates.Rates[Unseen], 1e-6f);
    }

    [Fact]
    public void Within_one_occasion_nothing_is_taken_up_again() =>
        Assert.All(RepeatRates.Train(Household, new() { Occasion = 10, UsersPrior = 0 }).Rates, rate => Assert.Equal(0, rate));

    [Fact]
    public void The_score_is_own_repeats_and_the_items_rate()
    {
        var settings = new RepeatSettings { UsersPrior = 0, ItemPrior = 2 };
        var scores = Score(settings, now: 20);

        // User 0: milk three times, so two repeats, and 2 · 1.5; the lamp once and nobody twice.
        Assert.Equal([5, 0, float.NegativeInfinity], scores);
    }

    [Fact]
    public void What_is_long_ago_counts_less_and_what_is_just_bought_is_not_wanted_yet()
    {
        Assert.Equal(2.5f, Score(new() { UsersPrior = 0, ItemPrior = 2, HalfLife = 10 }, now: 30)[Milk], 1e-5f);
        Assert.Equal(2.5f, Score(new() { UsersPrior = 0, ItemPrior = 2, Readiness = 1 }, now: 30)[Milk], 1e-5f);
        Assert.InRange(Score(new() { UsersPrior = 0, ItemPrior = 2, Readiness = 1 }, now: 20)[Milk], 1e-9, 1e-5);
    }

    [Fact]
    public void Nothing_taken_up_gives_rates_of_nothing()
    {
        var rates = RepeatRates.Train(new Interactions(0, 2, default, default, default, default), new() { UsersPrior = 0 });

        Assert.Equal([0, 0], rates.Rates);
        Assert.Equal([1, 1], rates.Intervals);
    }

    [Fact]
    public void A_setting_out_of_range_is_refused_by_name() => Assert.Equal(
        "ItemPrior", Assert.Throws<ArgumentOutOfRangeException>(() => RepeatRates.Train(Household, new() { ItemPrior = double.NaN })).ParamName);

    static float[] Score(RepeatSettings settings, long now)
    {
        var scores = new float[3];
        new RepeatScorer(RepeatRates.Train(Household, settings), settings, 1, now).Score(Histories.From(Household).Of(0), scores);
        return scores;
    }
}
