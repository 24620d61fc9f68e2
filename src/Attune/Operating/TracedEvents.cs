using System.Collections.Concurrent;
using System.Diagnostics;
using Attune.Events;

namespace Attune.Operating;

/// <summary>Carries the trace an event was accepted in to where its effects are, so that one trace shows them all.</summary>
/// <remarks>
/// <para><b>Bounded.</b> The last <see cref="Most"/> events of recorded traces; of more, the oldest are forgotten.</para>
/// <para><b>Cost.</b> Where nothing is traced, a look at a count. Otherwise a lookup an event.</para>
/// <para><b>Several nodes.</b> What is remembered here is of this process; a log that takes events to other processes asks for it with
/// <see cref="Of"/> where it writes, and has it remembered where it reads.</para>
/// </remarks>
public static class TracedEvents
{
    /// <summary>Most events remembered.</summary>
    public const int Most = 4096;

    static readonly ConcurrentDictionary<string, ActivityContext> Contexts = new(StringComparer.Ordinal);
    static readonly ConcurrentQueue<string> Order = new();

    /// <summary>Remembers events that are about to be durable, where the span under way is recorded.</summary>
    public static void Remember(IReadOnlyList<UserEvent> events)
    {
        if (Activity.Current is not { Recorded: true } span)
        {
            return;
        }

        span.SetTag("attune.event_id", events[0].EventId);
        span.SetTag("attune.events", events.Count);
        foreach (var happened in events.Take(Most))
        {
            Remember(happened.EventId, span.Context);
        }
    }

    /// <summary>Remembers an event that another process took in, or this one; the first to say holds.</summary>
    /// <param name="eventId">The event.</param>
    /// <param name="accepted">The recorded span it was made durable in.</param>
    public static void Remember(string eventId, ActivityContext accepted)
    {
        if (!Contexts.TryAdd(eventId, accepted))
        {
            return;
        }

        Order.Enqueue(eventId);
        while (Order.Count > Most && Order.TryDequeue(out var oldest))
        {
            Contexts.TryRemove(oldest, out _);
        }
    }

    /// <summary>The span an event was made durable in; null where it was not recorded, or is forgotten.</summary>
    public static ActivityContext? Of(string eventId) => Contexts.TryGetValue(eventId, out var accepted) ? accepted : null;

    /// <summary>Shows in the traces of a batch's events that they have come to an effect: a span from their acceptance until now.</summary>
    /// <param name="batch">The events.</param>
    /// <param name="effect">The span's name: <c>visible</c>, <c>archived</c>.</param>
    public static void Show(EventBatch batch, string effect)
    {
        if (Contexts.IsEmpty)
        {
            return;
        }

        ActivityLink[]? work = Activity.Current is { } span ? [new(span.Context)] : null;
        foreach (var happened in batch.Events)
        {
            if (Contexts.TryGetValue(happened.EventId, out var context))
            {
                using var shown = AttuneTelemetry.Traces.StartActivity(
                    effect, ActivityKind.Consumer, context, links: work, startTime: batch.AcceptedAt.ToDateTimeOffset());
                shown?.SetTag("attune.event_id", happened.EventId);
            }
        }
    }
}
