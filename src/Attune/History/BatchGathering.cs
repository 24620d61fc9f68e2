using System.Runtime.CompilerServices;
using Attune.Events;

namespace Attune.History;

/// <summary>Puts the small batches of a reader together into large ones.</summary>
static class BatchGathering
{
    /// <summary>Lists of consecutive batches, each of at least <paramref name="events"/> events, or of what came in <paramref name="time"/>.</summary>
    /// <remarks>
    /// A list ends with the batch that reaches the number: it holds at most one batch more than asked. When reading fails or is
    /// cancelled, what was gathered is dropped: the reader is asked again from the last commit.
    /// </remarks>
    public static async IAsyncEnumerable<List<EventBatch>> GatherAsync(
        Func<CancellationToken, IAsyncEnumerable<EventBatch>> read,
        int events,
        TimeSpan time,
        TimeProvider clock,
        [EnumeratorCancellation] CancellationToken cancellation)
    {
        // Its own token: a reader may not be disposed of while it waits for more, so it is told to stop first.
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        await using var reader = read(ending.Token).GetAsyncEnumerator(ending.Token);
        var next = reader.MoveNextAsync().AsTask();
        try
        {
            while (await next)
            {
                var gathered = new List<EventBatch> { reader.Current };
                var count = reader.Current.Events.Count;
                var timeUp = Task.Delay(time, clock, ending.Token);
                next = reader.MoveNextAsync().AsTask();
                while (count < events && (next.IsCompleted || await Task.WhenAny(next, timeUp) == next) && await next)
                {
                    gathered.Add(reader.Current);
                    count += reader.Current.Events.Count;
                    next = reader.MoveNextAsync().AsTask();
                }

                yield return gathered;
            }
        }
        finally
        {
            await ending.CancelAsync();
            await ((Task)next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
