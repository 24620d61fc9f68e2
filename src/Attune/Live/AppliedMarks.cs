using System.Threading.Channels;
using Attune.Events;
using Attune.State;

namespace Attune.Live;

/// <summary>Tells the other nodes, through the state store, how far this one has folded: one telling at a time, of all partitions that came further.</summary>
/// <remarks>
/// Nothing waits for it, so folding goes on meanwhile, and under load a telling stands for many batches. A mark that comes late,
/// or never, is lower than what is folded: whoever begins from it folds again what the fences of the profiles pass over.
/// In a store of one process there is nobody to tell.
/// </remarks>
sealed class AppliedMarks(IStateStore state, int partitions, TimeProvider clock)
{
    const long Told = -1;

    static readonly TimeSpan Again = TimeSpan.FromMilliseconds(100);

    readonly long[] _untold = [.. Enumerable.Repeat(Told, partitions)];
    readonly Channel<bool> _further = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>Why the marks cannot be told just now; null where they can.</summary>
    public string? Fault { get; private set; }

    /// <summary>Says that the events of a partition before an offset are folded. One caller a partition.</summary>
    public void Tell(int partition, long offset)
    {
        Volatile.Write(ref _untold[partition], offset);
        _further.Writer.TryWrite(true);
    }

    /// <summary>Tells until stopped.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        var isShared = false;
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await _further.Reader.ReadAsync(stopping);
                if (!isShared && await state.AppliedAsync(stopping) is null)
                {
                    return;
                }

                isShared = true;
                if (!await TryTellAsync(stopping))
                {
                    await Task.Delay(Again, clock, stopping);
                }
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception fault)
            {
                Fault = fault.Message;
                _further.Writer.TryWrite(true);
                await Task.Delay(Again, clock, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    /// <summary>Tells what is untold.</summary>
    /// <returns>False where the store did not take it; it stays untold.</returns>
    public async ValueTask<bool> TryTellAsync(CancellationToken cancellation)
    {
        (int Partition, long Offset)[] untold = [.. Enumerable.Range(0, _untold.Length)
            .Select(partition => (partition, Interlocked.Exchange(ref _untold[partition], Told)))
            .Where(place => place.Item2 != Told)];
        if (untold.Length == 0)
        {
            return true;
        }

        try
        {
            await state.MarkAppliedAsync(LogToken.Of(untold), cancellation);
            Fault = null;
            return true;
        }
        catch (Exception fault)
        {
            Fault = fault.Message;
            foreach (var (partition, offset) in untold)
            {
                // Unless it has come further since.
                Interlocked.CompareExchange(ref _untold[partition], offset, Told);
            }

            _further.Writer.TryWrite(true);
            return false;
        }
    }
}
