using Attune.Events;
using Attune.Recommending;
using Attune.Tests.Fakes;
using Attune.Tests.Training;
using Attune.Training;
using Attune.Tuning;

namespace Attune.Tests.Tuning;

/// <summary>The search fills the slot of what comes next where order tells, and leaves it empty where it does not.</summary>
public sealed class PlanSearchTests
{
    const int Ring = 60;
    const int Users = 150;
    const int Steps = 14;

    static readonly TuningSettings Quick = new() { Questions = 150, BlendQuestions = 150, BlendItems = 50, Resamples = 50 };

    [Fact]
    public async Task Where_order_tells_the_model_of_what_comes_next_is_planned_with_its_share()
    {
        var plan = await SearchAsync((start, step, _) => (start + step) % Ring);

        Assert.Equal(ModelNames.SessionEmbedding, plan?.Next);
        Assert.InRange(plan!.Settings["next.share"], 0.1, 0.9);
        Assert.Empty(plan.Faults());
    }

    [Fact]
    public async Task Where_order_says_nothing_the_slot_stays_empty()
    {
        var plan = await SearchAsync((start, _, random) => (start % 2 * (Ring / 2)) + random.Next(Ring / 2));

        Assert.True(plan is null or { Next: "" });
    }

    static async Task<TrainingPlan?> SearchAsync(Func<int, int, Random, int> itemOf)
    {
        var (random, events) = (new Random(1), new List<UserEvent>());
        for (var step = 0; step < Steps; step++)
        {
            for (var user = 0; user < Users; user++)
            {
                events.Add(TrainingBench.Event($"u{user}", $"i{itemOf(user * 7, step, random)}", (step * Users) + user));
            }
        }

        var history = new MemoryHistory();
        await history.AddAsync([.. events]);
        var columns = await history.ReadInteractionsAsync(new(), TestContext.Current.CancellationToken);
        var data = TrainingData.From(columns, new EventStrengths(new EventWeights(), 1));
        var cut = Learning.Splits.TemporalSplit.InstantByEvents(data.Unfaded(), 0.2);
        var ground = new TuningGround(data, cut, ModelRecipe.Of(TrainingBench.Small, null));

        // A clock that stands still is a budget without end: what is found depends on the data alone.
        return new PlanSearch(TrainingBench.Small, new RecommendSettings(), Quick, new FakeClock()).Run(ground, null, null, TestContext.Current.CancellationToken).Plan;
    }
}
