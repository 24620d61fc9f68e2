using System.Diagnostics;
using System.Text;
using Attune.Events;
using Attune.Operating;
using Confluent.Kafka;

namespace Attune.Cluster.Kafka;

/// <summary>The trace an event was accepted in, as the header <c>traceparent</c> of its record: so that other nodes go on with it.</summary>
/// <remarks>
/// Only an event of a recorded trace has it: some 70 bytes. The others are written without headers. One instance writes the records of one append, whose
/// events are mostly of one trace: their header is made once.
/// </remarks>
sealed class RecordTrace
{
    const string Name = "traceparent";

    /// <summary>00-trace-span-01.</summary>
    const int Length = 55;

    ActivityContext _written;
    Headers? _headers;

    /// <summary>The headers of an event's record; null where nothing is recorded of it.</summary>
    public Headers? Write(UserEvent happened)
    {
        if (TracedEvents.Of(happened.EventId) is not { } accepted)
        {
            return null;
        }

        if (_headers is null || accepted != _written)
        {
            (_written, _headers) = (accepted, [new Header(Name, Encoding.ASCII.GetBytes($"00-{accepted.TraceId}-{accepted.SpanId}-01"))]);
        }

        return _headers;
    }

    /// <summary>What a record's headers say; null where they name no recorded trace.</summary>
    public static ActivityContext? Read(Headers? headers) =>
        headers is { Count: > 0 }
        && headers.TryGetLastBytes(Name, out var text)
        && text is { Length: Length }
        && ActivityContext.TryParse(Encoding.ASCII.GetString(text), null, isRemote: true, out var accepted)
        && accepted.TraceFlags.HasFlag(ActivityTraceFlags.Recorded)
            ? accepted
            : null;
}
