using Attune.Catalog;
using Attune.Examining;
using Attune.History.Surveying;
using Attune.Tests.Fakes;

namespace Attune.Tests.Examining;

public sealed class DataDoctorTests
{
    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_there_was_no_time_for_is_named_and_the_rest_counts()
    {
        var clock = new FakeClock();
        using var catalog = await ItemCatalog.OpenAsync(new MemoryCatalogStore(), clock, Cancellation);
        var survey = new StuckSurvey();
        using var doctor = new DataDoctor(new MemoryHistory(survey), catalog, clock, null);

        var looking = doctor.LookAsync(7, Cancellation);
        await survey.Reached.WaitAsync(Cancellation);
        clock.Advance(DataDoctor.Budget);
        var report = await looking;

        Assert.Equal(["clocks", "bots", "repeats"], report.Unfinished);
        Assert.Contains(report.Findings, finding => finding.Kind == "unknownItems");
        Assert.Equal(DataDoctor.Budget, report.Took);
    }

    [Fact]
    public async Task Who_gives_up_ends_the_looking_and_the_next_looks_anew()
    {
        var clock = new FakeClock();
        using var catalog = await ItemCatalog.OpenAsync(new MemoryCatalogStore(), clock, Cancellation);
        var survey = new StuckSurvey();
        using var doctor = new DataDoctor(new MemoryHistory(survey), catalog, clock, null);
        using var leaving = new CancellationTokenSource();

        var first = doctor.LookAsync(7, leaving.Token);
        await survey.Reached.WaitAsync(Cancellation);
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);

        survey.IsFree = true;
        Assert.Empty((await doctor.LookAsync(7, Cancellation)).Unfinished);
    }

    [Fact]
    public async Task A_report_is_given_again_until_it_is_a_minute_old()
    {
        var clock = new FakeClock();
        using var catalog = await ItemCatalog.OpenAsync(new MemoryCatalogStore(), clock, Cancellation);
        using var doctor = new DataDoctor(new MemoryHistory(new StuckSurvey { IsFree = true }), catalog, clock, null);

        var first = await doctor.LookAsync(7, Cancellation);
        clock.Advance(DataDoctor.Kept - TimeSpan.FromTicks(10));
        Assert.Same(first, await doctor.LookAsync(7, Cancellation));
        clock.Advance(TimeSpan.FromTicks(10));
        var second = await doctor.LookAsync(7, Cancellation);
        Assert.NotSame(first, second);
        Assert.NotSame(second, await doctor.LookAsync(8, Cancellation));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => doctor.LookAsync(DataDoctor.MostDays + 1, Cancellation));
    }

    // A fault: whoever asks how far the clocks are apart waits until they give up.
    sealed class StuckSurvey : IEventSurvey
    {
        readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Reached => _reached.Task;

        public bool IsFree { get; set; }

        public ValueTask<IReadOnlyList<TypeTally>> TypesAsync(SurveyQuery query, CancellationToken cancellation) => new([]);

        public ValueTask<IReadOnlyList<MixTally>> MixAsync(SurveyQuery query, CancellationToken cancellation) => new([]);

        public ValueTask<RepeatTally> RepeatsAsync(SurveyQuery query, CancellationToken cancellation) => new(new RepeatTally(0, []));

        public async ValueTask<ClockTally> ClocksAsync(SurveyQuery query, CancellationToken cancellation)
        {
            if (!IsFree)
            {
                var ended = Task.Delay(Timeout.Infinite, cancellation);
                _reached.TrySetResult();
                await ended;
            }

            return new ClockTally(0, 0, []);
        }

        public ValueTask<RateTally> RatesAsync(SurveyQuery query, CancellationToken cancellation) => new(new RateTally(0, 0, []));

        public ValueTask<IReadOnlyList<ItemTally>> ItemsAsync(SurveyQuery query, CancellationToken cancellation) => new([]);

        public ValueTask<IReadOnlyList<string>> RecommendationIdsAsync(SurveyQuery query, int most, CancellationToken cancellation) => new([]);
    }
}
