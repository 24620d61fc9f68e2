namespace Attune.Client;

/// <summary>How an <see cref="EventSender"/> gathers, and how much it holds while the server is away.</summary>
public sealed record EventSenderOptions
{
    /// <summary>Most events waiting, beside the batch in hand; the oldest is dropped where another comes. 1 to 1 000 000; default 10 000.</summary>
    public int Capacity { get; init; } = 10_000;

    /// <summary>Most events in one request. 1 to 10 000; default 500.</summary>
    public int BatchEvents { get; init; } = 500;

    /// <summary>Longest time an event waits for others to be sent with. 1 ms to 1 min; default 200 ms.</summary>
    public TimeSpan BatchTime { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>
    /// The wait after a batch that met no server, when the client's own tries were used up; then the same batch is sent
    /// again. 1 ms to 1 h; default 2 s.
    /// </summary>
    public TimeSpan Pause { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Longest time the end waits for what is still held; what is left then is dropped and counted. 0 to 10 min; default 5 s.</summary>
    public TimeSpan FlushTime { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The clock of its waits.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    internal EventSenderOptions Checked()
    {
        Check(Capacity, 1, 1_000_000, nameof(Capacity));
        Check(BatchEvents, 1, 10_000, nameof(BatchEvents));
        Check(BatchTime.TotalMilliseconds, 1, 60_000, nameof(BatchTime) + " in ms");
        Check(Pause.TotalMilliseconds, 1, 3_600_000, nameof(Pause) + " in ms");
        Check(FlushTime.TotalMilliseconds, 0, 600_000, nameof(FlushTime) + " in ms");
        return this;
    }

    static void Check(double value, double least, double most, string field)
    {
        if (!(value >= least && value <= most))
        {
            throw new ArgumentOutOfRangeException(field, value, FormattableString.Invariant($"{field} must be {least} to {most}."));
        }
    }
}
