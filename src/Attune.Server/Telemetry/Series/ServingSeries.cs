using Attune.Client.Wire;

namespace Attune.Server.Telemetry.Series;

/// <summary>The last hour of serving, a point every five seconds: what <c>GET /v1/status/series</c> answers.</summary>
/// <remarks>
/// <para><b>Bounded.</b> <see cref="MostPoints"/> points of some 400 bytes, 300 KB, however long the process runs.</para>
/// <para><b>Thread-safe.</b> Points are immutable; the list of them is copied under a lock.</para>
/// </remarks>
/// <param name="clock">When a point ends.</param>
/// <param name="read">What was served since the process began.</param>
sealed class ServingSeries(TimeProvider clock, Func<ServingTotals> read) : IDisposable
{
    /// <summary>Most points kept: an hour's.</summary>
    public const int MostPoints = 720;

    /// <summary>The time between two points.</summary>
    public static readonly TimeSpan Every = TimeSpan.FromSeconds(5);

    readonly Lock _gate = new();
    readonly Queue<SeriesPoint> _points = new(MostPoints);
    ITimer? _timer;
    bool _ended;
    (ServingTotals Totals, long At)? _last;

    /// <summary>Begins to take points.</summary>
    public void Start()
    {
        Sample();
        _timer ??= clock.CreateTimer(_ => Sample(), null, Every, Every);
    }

    /// <summary>The points kept, oldest first.</summary>
    public SeriesAnswer Answer()
    {
        lock (_gate)
        {
            return new SeriesAnswer(Every.TotalSeconds, [.. _points]);
        }
    }

    /// <summary>Takes a point: what came since the one before. The first call only remembers where it begins.</summary>
    public void Sample()
    {
        lock (_gate)
        {
            if (_ended)
            {
                return;
            }

            var (totals, at) = (read(), clock.GetTimestamp());
            if (_last is { } last && clock.GetElapsedTime(last.At, at).TotalSeconds is > 0 and var seconds)
            {
                if (_points.Count == MostPoints)
                {
                    _points.Dequeue();
                }

                _points.Enqueue(Point(last.Totals, totals, seconds));
            }

            _last = (totals, at);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
        {
            _ended = true;
        }

        _timer?.Dispose();
    }

    SeriesPoint Point(ServingTotals before, ServingTotals now, double seconds)
    {
        return new SeriesPoint
        {
            At = clock.GetUtcNow(),
            Seconds = seconds,
            Events = Rate(now.Accepted, before.Accepted),
            Refused = Rate(now.Refused, before.Refused),
            Requests = Rate(now.Requests, before.Requests),
            Failed = Rate(now.Failed, before.Failed),
            Rungs = now.Rungs
                .Select(rung => (Name: rung.Key, Rate: Rate(rung.Value, before.Rungs.GetValueOrDefault(rung.Key))))
                .Where(rung => rung.Rate > 0)
                .ToDictionary(rung => rung.Name, rung => rung.Rate),
            Freshness = now.Freshness.Since(before.Freshness).Times(),
            Answers = now.Answers.Since(before.Answers).Times(),
            Commits = now.Commits.Since(before.Commits).Times(),
            LiveLag = now.LiveLag,
            ArchiveLag = now.ArchiveLag,
            Memory = now.Memory,
        };

        double Rate(double to, double from) => Math.Max(0, to - from) / seconds;
    }
}
