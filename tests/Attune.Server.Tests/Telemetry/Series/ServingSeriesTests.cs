using Attune.Server.Telemetry.Series;
using Attune.Server.Tests.Hosting;

namespace Attune.Server.Tests.Telemetry.Series;

public class ServingSeriesTests
{
    static readonly double[] Bounds = [0.01, 0.1, 1];

    readonly StepClock _clock = new();
    ServingTotals _totals = Totals(0, []);

    [Fact]
    public void A_point_is_what_came_since_the_one_before_by_the_second()
    {
        using var series = new ServingSeries(_clock, () => _totals);
        series.Sample();
        _totals = Totals(50, [10, 0, 0, 0]) with { Rungs = new Dictionary<string, double> { ["full"] = 20, ["trending"] = 0 } };
        _clock.Step(TimeSpan.FromSeconds(5));
        series.Sample();
        _clock.Step(TimeSpan.FromSeconds(10));
        series.Sample();

        var points = series.Answer().Points;

        Assert.Equal([(5.0, 10.0), (10.0, 0.0)], points.Select(point => (point.Seconds, point.Events)));
        Assert.Equal([KeyValuePair.Create("full", 4.0)], points[0].Rungs);
        Assert.Equal(5, points[0].Freshness!.P50, 6);
        Assert.Null(points[1].Freshness);
        Assert.Equal(_clock.GetUtcNow(), points[1].At);
    }

    [Fact]
    public void An_hour_is_kept_and_no_more()
    {
        using var series = new ServingSeries(_clock, () => _totals);
        for (var sample = 0; sample <= ServingSeries.MostPoints + 10; sample++)
        {
            series.Sample();
            _clock.Step(ServingSeries.Every);
        }

        var points = series.Answer().Points;
        Assert.Equal(ServingSeries.MostPoints, points.Count);
        Assert.Equal(_clock.GetUtcNow() - ServingSeries.Every, points[^1].At);
    }

    [Fact]
    public void Percentiles_are_read_off_the_buckets_and_end_at_the_last_bound()
    {
        var times = new Durations(Bounds, [80, 10, 9, 1]).Times()!;

        Assert.Equal(6.25, times.P50, 6);
        Assert.Equal(600, times.P95, 6);
        Assert.Equal(1000, times.P99, 6);
        Assert.Equal(1000, new Durations(Bounds, [0, 0, 0, 3]).Times()!.P50);
        Assert.Null(new Durations(Bounds, [0, 0, 0, 0]).Times());
        Assert.Null(default(Durations).Times());
    }

    [Fact]
    public async Task The_server_shows_what_it_served()
    {
        await using var server = await TestServer.StartAsync(options => options with { Clock = _clock });
        (await server.SendAsync("POST", "/v1/events", """{"type":"view","userId":"series","itemId":"i"}""")).Ok();
        (await server.SendAsync("GET", "/v1/users/series/recommendations")).Ok();
        _clock.Step(ServingSeries.Every);

        var answer = (await server.SendAsync("GET", "/v1/status/series")).Ok().Json;

        Assert.Equal(5, answer.GetProperty("everySeconds").GetDouble());
        var point = answer.GetProperty("points")[0];
        Assert.True(point.GetProperty("events").GetDouble() > 0, point.ToString());
        Assert.True(point.GetProperty("requests").GetDouble() > 0, point.ToString());
        Assert.True(point.GetProperty("answers").GetProperty("p99").GetDouble() > 0, point.ToString());
        Assert.True(point.GetProperty("rungs").EnumerateObject().Any(), point.ToString());
    }

    static ServingTotals Totals(double accepted, long[] freshness)
    {
        var spread = freshness.Length == 0 ? new Durations(Bounds, new long[4]) : new Durations(Bounds, freshness);
        return new ServingTotals(accepted, 0, 0, 0, new Dictionary<string, double>(), spread, default, default, 0, 0, 1);
    }

    /// <summary>Time goes by when told to; timers with it.</summary>
    sealed class StepClock : TimeProvider
    {
        readonly List<StepTimer> _timers = [];
        DateTimeOffset _now = new(2026, 11, 21, 9, 0, 0, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => _now;

        public override long GetTimestamp() => _now.Ticks;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var timer = new StepTimer(() => callback(state), period);
            _timers.Add(timer);
            return timer;
        }

        public void Step(TimeSpan by)
        {
            _now += by;
            foreach (var timer in _timers.Where(timer => timer.Every == ServingSeries.Every).ToList())
            {
                timer.Ring();
            }
        }
    }

    sealed class StepTimer(Action ring, TimeSpan every) : ITimer
    {
        public TimeSpan Every { get; private set; } = every;

        public void Ring() => ring();

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            Every = period;
            return true;
        }

        public void Dispose() => Every = Timeout.InfiniteTimeSpan;

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
