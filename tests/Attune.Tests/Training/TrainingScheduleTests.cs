using Attune.Events;
using Attune.Operating.Jobs;
using Attune.Tests.Fakes;
using Attune.Training;

namespace Attune.Tests.Training;

public sealed class TrainingScheduleTests
{
    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_first_training_starts_as_soon_as_there_are_enough_events()
    {
        await using var bench = new TrainingBench();
        await using var jobs = new JobBoard(bench.Clock);
        await using var schedule = Started(bench, jobs);
        await LookedAsync(bench);
        Assert.Empty(jobs.List());

        await bench.AddBehaviourAsync(1000);
        await NextLookAsync(bench);

        await Eventually.TrueAsync(() => bench.Shelf.Holder.Number == 1, Cancellation);
    }

    [Fact]
    public async Task A_first_training_that_published_nothing_waits_for_more_events()
    {
        await using var bench = new TrainingBench();
        await using var jobs = new JobBoard(bench.Clock);
        await bench.AddBehaviourAsync(200, users: 1);
        await using var schedule = Started(bench, jobs);
        await EndedAsync(jobs, 1);

        await NextLookAsync(bench);
        await NextLookAsync(bench);
        Assert.Single(jobs.List());

        await bench.AddBehaviourAsync(150, day: 1, users: 1);
        await NextLookAsync(bench);
        await EndedAsync(jobs, 2);
    }

    [Fact]
    public async Task Off_peak_a_training_starts_where_there_are_new_events_and_only_then()
    {
        await using var bench = new TrainingBench();
        await using var jobs = new JobBoard(bench.Clock);
        await bench.AddBehaviourAsync(1000);
        await bench.TrainAsync();
        await using var schedule = Started(bench, jobs);
        Assert.Equal(new DateTimeOffset(2026, 11, 21, 3, 0, 0, TimeSpan.Zero), schedule.NextOffPeak);
        await LookedAsync(bench);

        bench.Clock.Advance(TimeSpan.FromHours(15.5));
        await Eventually.TrueAsync(() => schedule.NextOffPeak?.Day == 22, Cancellation);
        Assert.Empty(jobs.List());

        await bench.AddBehaviourAsync(300, day: 2);
        await LookedAsync(bench);
        await NextLookAsync(bench);
        Assert.Empty(jobs.List());

        bench.Clock.Advance(TimeSpan.FromHours(24));
        await EndedAsync(jobs, 1);
        Assert.Equal(2, bench.Shelf.Holder.Number);
    }

    [Fact]
    public async Task After_many_new_events_a_training_starts_at_any_hour()
    {
        await using var bench = new TrainingBench();
        await using var jobs = new JobBoard(bench.Clock);
        await bench.AddBehaviourAsync(500);
        await bench.TrainAsync();
        await using var schedule = Started(bench, jobs);
        await bench.AddBehaviourAsync(999, day: 2);
        await LookedAsync(bench);
        await NextLookAsync(bench);
        Assert.Empty(jobs.List());

        await bench.AddBehaviourAsync(1, day: 4);
        await NextLookAsync(bench);
        await EndedAsync(jobs, 1);
    }

    [Fact]
    public async Task After_a_publication_lists_are_computed_for_those_who_came_last()
    {
        await using var bench = new TrainingBench();
        await using var jobs = new JobBoard(bench.Clock);
        await using var state = new Live.MemoryState();
        await bench.AddBehaviourAsync(1000);
        var lists = new ListPrecomputation(state, (key, _) => new([.. key.Value.Select(letter => (byte)letter)]));
        var runs = new TrainingRuns(bench.Trainer(TrainingBench.Small with { PrecomputedUsers = 30 }), lists, jobs);

        var end = await runs.Start().Completion;

        Assert.Contains("30 lists ahead", end.Outcome, StringComparison.Ordinal);
        Assert.Equal(30, (await state.MeasureAsync(Attune.State.StateKind.List, Cancellation)).Count);

        // The last event is the 1000th, of user 999 % 120 = 39.
        Assert.NotNull(await state.GetAsync(new Attune.State.StateKey(Attune.State.StateKind.List, "u:u39"), Cancellation));
        Assert.NotNull(runs.Last?.Published);
    }

    static TrainingSchedule Started(TrainingBench bench, JobBoard jobs)
    {
        var schedule = new TrainingSchedule(
            new TrainingRuns(bench.Trainer(), null, jobs),
            () => LogToken.At(0, bench.History.Count),
            new TrainingScheduleSettings { AfterEvents = 1000 },
            bench.Clock);
        schedule.Start();
        return schedule;
    }

    // The loop has looked when it sleeps again.
    static Task LookedAsync(TrainingBench bench) => Eventually.TrueAsync(() => bench.Clock.Waiting == 1, Cancellation);

    static async Task NextLookAsync(TrainingBench bench)
    {
        await LookedAsync(bench);
        bench.Clock.Advance(TimeSpan.FromSeconds(10));
        await LookedAsync(bench);
    }

    static Task EndedAsync(JobBoard jobs, int count) => Eventually.TrueAsync(
        () => jobs.List() is var list && list.Count == count && list[0].State != JobState.Running, Cancellation);
}
