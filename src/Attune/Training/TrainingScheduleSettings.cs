using Attune.Operating;

namespace Attune.Training;

/// <summary>When trainings start by themselves.</summary>
public sealed record TrainingScheduleSettings
{
    /// <summary>False: only when asked. Default true.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>The time of day, UTC, at which a training starts where there are new events; null for never. Default 03:00.</summary>
    public TimeOnly? OffPeak { get; init; } = new TimeOnly(3, 0);

    /// <summary>A training starts after this many new events, whatever the hour. 1 000 to 10⁹; 0 = never; default 1 000 000.</summary>
    public long AfterEvents { get; init; } = 1_000_000;

    /// <summary>How often it looks. 1 s to 1 hour; default 10 s.</summary>
    public TimeSpan Every { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>What is wrong, a sentence a field; empty where nothing is.</summary>
    public IReadOnlyList<string> Faults() => new SettingFaults("schedule")
        .Must(AfterEvents is 0 or (>= 1_000 and <= 1_000_000_000), nameof(AfterEvents), $"{AfterEvents}; it must be 0 or 1000 to 1000000000.")
        .Within(Every, TimeSpan.FromSeconds(1), TimeSpan.FromHours(1))
        .Found;
}
