using System.Collections.Concurrent;
using System.Diagnostics;
using Attune.Events;

namespace Attune.Operating;

/// <summary>Carries the trace an event was accepted in to where its effects are, so that one trace shows them all.</summary>
/// <remarks>
/// <para><b>Bounded.</b> The last <see cref="Most"/> events of recorded traces; of more, the oldest are forgotten.</para>
/// <para><b>Once.</b> An effect is shown once an event and process, when it is first there; the work on it as often as it is done, which is again
/// where a partition is taken over.</para>
/// <para><b>Cost.</b> Where nothing is traced, a look at a count. Otherwise at most two lookups an event and effect.</para>
/// <para><b>Several nodes.</b> What is remembered here is of this process; a log that takes events to other processes asks for it with
/// <see cref="Of"/> where it writes, and has it remembered where it reads.</para>
/// </remarks>
public static class TracedEvents
{
    /// <summary>Most events remembered.</summary>
    public const int Most = 4096;

    static readonly ConcurrentDictionary<string, Acceptance> Remembered = new(StringComparer.Ordinal);
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
        if (!Remembered.TryAdd(eventId, new Acceptance(accepted)))
        {
            return;
        }

        Order.Enqueue(eventId);
        while (Order.Count > Most && Order.TryDequeue(out var oldest))
        {
            Remembered.TryRemove(oldest, out _);
        }
    }

    /// <summary>The span an event was made durable in; null where it was not recorded, or is forgotten.</summary>
    public static ActivityContext? Of(string eventId) => Remembered.TryGetValue(eventId, out var known) ? known.Span : null;

    /// <summary>Begins a span for the work on batches: in the trace of the first of their events that is remembered, otherwise in one of its own.</summary>
    /// <remarks>So the work that an event's effects link to is recorded, and what is logged meanwhile names the event and its trace.</remarks>
    /// <param name="work">The span's name: <c>live</c>, <c>archive</c>.</param>
    /// <param name="batches">What is worked on.</param>
    /// <returns>The span, to be disposed when the work is done; null where nobody listens.</returns>
    public static Activity? Begin(string work, params ReadOnlySpan<EventBatch> batches)
    {
        if (!Remembered.IsEmpty)
        {
            foreach (var batch in batches)
            {
                foreach (var happened in batch.Events)
                {
                    if (Remembered.TryGetValue(happened.EventId, out var known))
                    {
                        return AttuneTelemetry.Traces.StartActivity(work, ActivityKind.Internal, known.Span)?.SetTag("attune.event_id", happened.EventId);
                    }
                }
            }
        }

        return AttuneTelemetry.Traces.StartActivity(work);
    }

    /// <summary>Shows in the traces of a batch's events that they have come to an effect: a span from their acceptance until now.</summary>
    /// <param name="batch">The events.</param>
    /// <param name="effect">The span's name: <c>visible</c>, <c>archived</c>.</param>
    public static void Show(EventBatch batch, string effect)
    {
        if (Remembered.IsEmpty)
        {
            return;
        }

        ActivityLink[]? work = Activity.Current is { Recorded: true } span ? [new(span.Context)] : null;
        foreach (var happened in batch.Events)
        {
            if (Remembered.TryGetValue(happened.EventId, out var known) && known.Takes(effect))
            {
                using var shown = AttuneTelemetry.Traces.StartActivity(
                    effect, ActivityKind.Consumer, known.Span, links: work, startTime: batch.AcceptedAt.ToDateTimeOffset());
                shown?.SetTag("attune.event_id", happened.EventId);
            }
        }
    }

    /// <summary>The span an event was made durable in, and what it has come to.</summary>
    sealed class Acceptance(ActivityContext span)
    {
        readonly List<string> _effects = new(2);

        public ActivityContext Span => span;

        /// <summary>Adds an effect.</summary>
        /// <returns>False where it has been added before.</returns>
        public bool Takes(string effect)
        {
            lock (_effects)
            {
                if (_effects.Contains(effect))
                {
                    return false;
                }

                _effects.Add(effect);
                return true;
            }
        }
    }
}
