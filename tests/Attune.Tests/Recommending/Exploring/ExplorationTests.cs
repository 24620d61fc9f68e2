using Attune.Events;
using Attune.Live;
using Attune.Recommending;
using Attune.Recommending.Exploring;
using Attune.Recommending.Scenarios;
using static Attune.Tests.Live.Happenings;

namespace Attune.Tests.Recommending.Exploring;

public sealed class ExplorationTests
{
    static readonly Scenario Exploring = new() { Name = Scenario.DefaultName, Exploration = 0.1, NewItemShare = 0 };

    [Fact]
    public void A_gamma_draw_has_the_mean_and_the_variance_of_its_shape()
    {
        var chance = new ChanceStream(1);
        var draws = Enumerable.Range(0, 20_000).Select(_ => chance.NextGamma(3)).ToList();
        var mean = draws.Average();

        Assert.Equal(3, mean, 0.1);
        Assert.Equal(3, draws.Average(draw => (draw - mean) * (draw - mean)), 0.2);
    }

    [Theory]
    [InlineData(10, 1.0)]
    [InlineData(10, 2.5)]
    [InlineData(6, 0.6)]
    public void The_chances_of_places_add_up_to_the_places_explored(int count, double expected)
    {
        var chances = Enumerable.Range(0, count).Select(place => Exploration.PlaceChance(place, count, expected)).ToList();

        Assert.Equal(expected, chances.Sum(), 1e-5);
        Assert.Equal(0, chances[0]);
    }

    [Fact]
    public async Task The_share_is_kept_and_propensities_weigh_up_how_often_an_item_is_explored()
    {
        await using var shop = await Shop.OpenAsync();
        await shop.HappensAsync(By("anna", EventType.Click, "i025"));
        await shop.StockAsync(("n1", 9, 1), ("n2", 9, 1), ("n3", 9, 1));
        var recommender = shop.Recommender();
        recommender.Scenarios.Put(CompiledScenario.Default with { Scenario = Exploring });
        var (places, weighed) = (0, new Dictionary<ItemId, double>());
        for (var n = 0; n < 600; n++)
        {
            var answer = Assert.IsType<RecommendOutcome.Answered>(await recommender.RecommendAsync(
                new() { User = new UserId("anna"), Count = 10, Deadline = TimeSpan.FromSeconds(2) }, TestContext.Current.CancellationToken)).Recommendation;
            Assert.Equal(10, answer.Items.Select(item => item.Item).Distinct().Count());
            Assert.NotEqual("explored", answer.Items[0].Reason);
            Assert.True(recommender.Journal.TryFind(answer.RecommendationId, out var record));
            foreach (var item in record.Items.Where(item => item.Placed == "explored"))
            {
                weighed[item.Item] = weighed.GetValueOrDefault(item.Item) + (1 / item.Propensity);
                Assert.InRange(item.Propensity, float.Epsilon, 1);
                places++;
            }

            Assert.All(record.Items.Where(item => item.Placed == "ranked"), item => Assert.InRange(item.Propensity, 0.5f, 1));
        }

        // One place of ten, any but the first: so a new item may stand in nine.
        Assert.Equal(600, places);
        Assert.Equal(9.0 * 600, weighed[new ItemId("n1")], 9.0 * 600 * 0.25);
    }

    [Fact]
    public void What_is_due_grows_with_age_the_first_at_once_and_what_was_there_before_is_promised_nothing()
    {
        var (items, contract) = (new ItemExposure(), new ExposureContract(100, TimeSpan.FromHours(10)));
        items.Births.Notice(5, Start);
        items.Births.Notice(6, Start.Plus(TimeSpan.FromHours(1)));

        Assert.Equal(0, contract.DueTo(4, items, Start.Plus(TimeSpan.FromHours(2))));
        Assert.Equal(1, contract.DueTo(5, items, Start.Plus(TimeSpan.FromHours(1))));
        Assert.Equal(51, contract.DueTo(5, items, Start.Plus(TimeSpan.FromHours(6))));
        Assert.Equal(0, contract.DueTo(5, items, Start.Plus(TimeSpan.FromHours(11))));
        items.Show(5, 0);
        Assert.Equal(50, contract.OwedTo(5, items, Start.Plus(TimeSpan.FromHours(6))));
    }

    [Fact]
    public void Births_are_told_apart_by_the_minute_and_survive_a_copy()
    {
        var births = new ItemBirths();
        births.Notice(10, Start);
        births.Notice(12, Start.Plus(TimeSpan.FromMinutes(5)));
        births.Notice(13, Start.Plus(TimeSpan.FromMinutes(5.5)));
        births.Notice(20, Start.Plus(TimeSpan.FromMinutes(9)));
        var restored = new ItemBirths();
        restored.Restore(births.Copy());

        Assert.Equal(0, restored.BornAt(9).Micros);
        Assert.Equal(Start.Plus(TimeSpan.FromMinutes(5)), restored.BornAt(12));
        Assert.Equal(Start.Plus(TimeSpan.FromMinutes(9)), restored.BornAt(13));
        Assert.Equal(0, restored.BornAt(20).Micros);
    }
}
