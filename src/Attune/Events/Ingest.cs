using Attune.Operating;

namespace Attune.Events;

/// <summary>Takes events in: reads them, recognises what came before, appends the rest, and answers each row.</summary>
/// <remarks>
/// An acknowledged row is durable. Either every row that is no refusal is durable, or the answer as a whole says that
/// none was taken.
/// </remarks>
/// <param name="log">Where events become durable.</param>
/// <param name="window">Recognises events sent again.</param>
/// <param name="clock">The server's time, for events without a timestamp and for the limit to the future.</param>
/// <param name="ids">Gives ids to events without one.</param>
public sealed class Ingest(IEventLog log, DuplicateWindow window, TimeProvider clock, EventIds ids)
{
    static readonly KeyValuePair<string, object?> Accepted = new("verdict", "accepted");
    static readonly KeyValuePair<string, object?> Duplicate = new("verdict", "duplicate");
    static readonly KeyValuePair<string, object?> Refused = new("verdict", "refused");

    static readonly KeyValuePair<string, object?> Overloaded = new("reason", "overloaded");
    static readonly KeyValuePair<string, object?> StorageFailed = new("reason", "storage");

    readonly Func<string> _newId = ids.Next;

    /// <summary>The window of ids recognised.</summary>
    public DuplicateWindow Window => window;

    /// <summary>Reads a request's body by this ingest's clock and ids; see <see cref="EventBody.Read"/>.</summary>
    public EventBody Read(ReadOnlySpan<byte> body, string? contentType) => EventBody.Read(body, contentType, EventTime.Now(clock), _newId);

    /// <summary>Makes the events of all rows durable and gives each row its verdict.</summary>
    /// <param name="rows">At most <see cref="EventLimits.BatchEvents"/>.</param>
    /// <param name="cancellation">Gives up before the append has begun; one that has is finished, so that its fate is known.</param>
    public async ValueTask<IngestOutcome> AcceptAsync(IReadOnlyList<ParsedRow> rows, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(rows.Count, EventLimits.BatchEvents, nameof(rows));
        cancellation.ThrowIfCancellationRequested();
        using var span = AttuneTelemetry.Traces.StartActivity("ingest");
        var reservation = window.Reserve([.. rows.Where(IsClaimed).Select(row => EventIdHash.Of(row.Event!.EventId))]);
        AppendOutcome outcome = new AppendOutcome.StorageFailed("The append did not end.");
        var verdicts = new EventVerdict[rows.Count];
        try
        {
            var events = Judge(rows, reservation, verdicts);
            outcome = await AppendAsync(events, reservation);
        }
        finally
        {
            reservation.End(outcome);
        }

        if (outcome is not AppendOutcome.Appended)
        {
            AttuneTelemetry.TurnedAway.Add(rows.Count, outcome is AppendOutcome.Overloaded ? Overloaded : StorageFailed);
        }

        return outcome switch
        {
            AppendOutcome.Appended appended => Answer(verdicts, appended.Token),
            AppendOutcome.Overloaded overloaded => new IngestOutcome.Overloaded(overloaded.RetryAfter),
            AppendOutcome.StorageFailed failed => new IngestOutcome.StorageFailed(failed.Reason),
            _ => throw new InvalidOperationException($"An append ended in {outcome.GetType().Name}."),
        };
    }

    static bool IsClaimed(ParsedRow row) => row.IsNamed && row.Event is not null;

    static List<UserEvent> Judge(IReadOnlyList<ParsedRow> rows, DuplicateWindow.Reservation reservation, EventVerdict[] verdicts)
    {
        var events = new List<UserEvent>(rows.Count);
        var claim = 0;
        for (var i = 0; i < rows.Count; i++)
        {
            var row = rows[i];
            if (row.Event is not { } happened)
            {
                verdicts[i] = new EventVerdict.Refused(row.Refusal!);
            }
            else if (!row.IsNamed || reservation.Claims[claim++].Claim == DuplicateWindow.Claim.Mine)
            {
                verdicts[i] = new EventVerdict.Accepted(happened.EventId);
                events.Add(happened);
            }
            else
            {
                verdicts[i] = new EventVerdict.Duplicate(happened.EventId);
            }
        }

        return events;
    }

    // Waits first and appends then: a failure of the others leaves nothing of this request behind.
    async ValueTask<AppendOutcome> AppendAsync(List<UserEvent> events, DuplicateWindow.Reservation reservation)
    {
        var places = new List<(int, long)>();
        foreach (var other in reservation.WaitsFor)
        {
            var fate = await other.Fate;
            if (fate is not AppendOutcome.Appended appended)
            {
                return fate;
            }

            places.AddRange(appended.Token.Places);
        }

        // Where a known id lies is not remembered; it is durable, so it lies before the end.
        if (reservation.Claims.Any(claim => claim.Claim == DuplicateWindow.Claim.Known))
        {
            places.AddRange(Enumerable.Range(0, log.Partitions).Select(partition => (partition, log.EndOffset(partition))));
        }

        if (events.Count > 0)
        {
            using var span = AttuneTelemetry.Traces.StartActivity("append");
            TracedEvents.Remember(events);
            var outcome = await log.AppendAsync(events, CancellationToken.None);
            if (outcome is not AppendOutcome.Appended appended)
            {
                return outcome;
            }

            places.AddRange(appended.Token.Places);
        }

        return new AppendOutcome.Appended(LogToken.Of(places));
    }

    static IngestOutcome.Answered Answer(EventVerdict[] verdicts, LogToken token)
    {
        Count(verdicts.Count(verdict => verdict is EventVerdict.Accepted), Accepted);
        Count(verdicts.Count(verdict => verdict is EventVerdict.Duplicate), Duplicate);
        Count(verdicts.Count(verdict => verdict is EventVerdict.Refused), Refused);
        return new(verdicts, token);
    }

    static void Count(int events, KeyValuePair<string, object?> verdict)
    {
        if (events > 0)
        {
            AttuneTelemetry.Events.Add(events, verdict);
        }
    }
}
