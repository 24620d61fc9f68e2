using Attune.Events;
using Attune.Operating;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Attune.Training;

/// <summary>Starts trainings by itself: the first as soon as there is enough, then off-peak or after many new events.</summary>
/// <remarks>
/// <para><b>New events</b> are those archived since the last training that began, whatever came of it; after a restart, since
/// the one of the generation in service.</para>
/// <para><b>First.</b> Without a generation, a training starts at <see cref="TrainingSettings.FewestEvents"/>; where that one
/// publishes nothing, the next waits for half as many events again.</para>
/// </remarks>
public sealed class TrainingSchedule : IAsyncDisposable
{
    readonly TrainingRuns _runs;
    readonly Func<LogToken> _archived;
    readonly TrainingScheduleSettings _settings;
    readonly TimeProvider _clock;
    readonly ILogger _logger;
    readonly CancellationTokenSource _stop = new();
    Task _loop = Task.CompletedTask;
    DateTimeOffset _nextOffPeak;
    long _attempted;

    /// <summary>A schedule at rest; <see cref="Start"/> sets it going.</summary>
    /// <param name="runs">Starts the trainings.</param>
    /// <param name="archived">The place up to which the log is in the history.</param>
    /// <param name="settings">When; validated here.</param>
    /// <param name="clock">Tells the time of day, and times the looking.</param>
    /// <param name="logger">Told why a training starts; null for none.</param>
    public TrainingSchedule(
        TrainingRuns runs, Func<LogToken> archived, TrainingScheduleSettings settings, TimeProvider clock, ILogger? logger = null)
    {
        SettingFaults.Refuse(settings.Faults());
        (_runs, _archived, _settings, _clock, _logger) = (runs, archived, settings, clock, logger ?? NullLogger.Instance);
    }

    /// <summary>When the next off-peak training is due; null where there is none.</summary>
    public DateTimeOffset? NextOffPeak => _settings is { Enabled: true, OffPeak: not null } ? _nextOffPeak : null;

    /// <summary>Begins to look.</summary>
    public void Start()
    {
        _nextOffPeak = OffPeakAfter(_clock.GetUtcNow());
        _attempted = Events(_runs.Trainer.Shelf.Holder.Manifest?.Log ?? LogToken.None);
        if (_settings.Enabled)
        {
            _loop = Task.Run(LookAsync);
        }
    }

    /// <summary>Stops looking. A training that runs goes on: it is the job board's.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _loop;
        _stop.Dispose();
    }

    async Task LookAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            if (Due() is { } why)
            {
                Log.Starts(_logger, why);
                _attempted = Events(_archived());
                _runs.Start();
            }

            await Task.Delay(_settings.Every, _clock, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    string? Due()
    {
        var offPeak = _settings.OffPeak is not null && _clock.GetUtcNow() >= _nextOffPeak;
        if (offPeak)
        {
            _nextOffPeak = OffPeakAfter(_clock.GetUtcNow());
        }

        var fresh = Events(_archived()) - _attempted;
        if (_runs.Trainer.Shelf.Holder.Number == 0)
        {
            var enough = Math.Max(_runs.Trainer.Settings.FewestEvents, _attempted / 2);
            return fresh >= enough ? "there are enough events for a first generation" : null;
        }

        return fresh > 0 && offPeak ? "it is off-peak and there are new events"
            : _settings.AfterEvents > 0 && fresh >= _settings.AfterEvents ? "there are many new events"
            : null;
    }

    DateTimeOffset OffPeakAfter(DateTimeOffset now)
    {
        var today = new DateTimeOffset(now.UtcDateTime.Date, TimeSpan.Zero) + (_settings.OffPeak ?? default).ToTimeSpan();
        return today > now ? today : today.AddDays(1);
    }

    // Offsets count from 0 in each partition, so their sum is the number of events.
    static long Events(LogToken place) => place.Places.Sum(partition => partition.Offset);
}
