using Attune.Events;
using Attune.Live;

namespace Attune.Tests.Live;

public sealed class TrendingCountsTests
{
    static readonly TimeSpan[] HalfLives = [TimeSpan.FromHours(1), TimeSpan.FromHours(24), TimeSpan.FromDays(7)];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Counts_are_the_plain_decayed_sums(int seed)
    {
        var random = new Random(seed);
        var counts = new TrendingCounts(HalfLives);
        var events = new List<(int Item, EventTime Time, float Strength)>();
        for (var i = 0; i < 3_000; i++)
        {
            // Two months, one event in ten late by up to ten days.
            var late = random.Next(10) == 0 ? random.Next(864_000) : 0;
            var happened = (random.Next(50), Happenings.Start.Plus(TimeSpan.FromSeconds((i * 1_700) - late)), 1 + random.Next(5));
            events.Add(happened);
            counts.Add(happened.Item1, happened.Item2, happened.Item3);
        }

        var now = Happenings.Start.Plus(TimeSpan.FromSeconds(3_000 * 1_700));
        foreach (var view in counts.Views)
        {
            for (var item = 0; item < 50; item++)
            {
                var plain = events.Where(e => e.Item == item)
                    .Sum(e => e.Strength * Math.Pow(2, -(now.Since(e.Time) / view.HalfLife)));
                Assert.Equal(plain, view.At(item, now), plain * 1e-5 + 1e-30);
            }
        }
    }

    [Fact]
    public void An_hour_later_half_is_left()
    {
        var counts = new TrendingCounts([TimeSpan.FromHours(1)]);
        counts.Add(3, Happenings.Start, 4);

        Assert.Equal(4, counts.Views[0].At(3, Happenings.Start), 1e-5);
        Assert.Equal(2, counts.Views[0].At(3, Happenings.Start.Plus(TimeSpan.FromHours(1))), 1e-5);
        Assert.Equal(0, counts.Views[0].At(4, Happenings.Start));
    }

    [Fact]
    public void What_weighs_nothing_or_less_or_is_no_number_counts_for_nothing()
    {
        var counts = new TrendingCounts([TimeSpan.FromHours(1)]);
        counts.Add(0, Happenings.Start, 0);
        counts.Add(0, Happenings.Start, -3);
        counts.Add(0, Happenings.Start, float.NaN);

        Assert.Equal(0, counts.Views[0].At(0, Happenings.Start));
    }

    [Fact]
    public void A_jump_of_years_leaves_finite_numbers()
    {
        var counts = new TrendingCounts(HalfLives);
        counts.Add(0, EventLimits.Oldest, 1);
        counts.Add(1, Happenings.Start, 1);
        counts.Add(2, EventLimits.Oldest, 1);

        foreach (var view in counts.Views)
        {
            Assert.All(view.Values.ToArray(), value => Assert.True(float.IsFinite(value) && value >= 0));
            Assert.True(view.Values[1] > view.Values[0]);
        }
    }
}
