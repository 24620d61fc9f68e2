using Attune.State;

namespace Attune.Live;

/// <summary>
/// Learns from a shared state store how far other nodes have folded their partitions, and when the store may have lost what was
/// folded here.
/// </summary>
/// <remarks>It looks every <see cref="Idle"/>, and every <see cref="Awaited"/> while a question waits for an event. A store of one process is looked at once.</remarks>
/// <param name="state">The store.</param>
/// <param name="watermark">Moved where another node folds.</param>
/// <param name="overlay">Knows how far this node has counted: an answer knows no more than that.</param>
/// <param name="holds">By partition: whether this node folds it.</param>
/// <param name="lost">Called when the store may have lost writes.</param>
/// <param name="clock">The time.</param>
sealed class SharedMarks(IStateStore state, Watermark watermark, Overlay overlay, PartitionHold[] holds, Action lost, TimeProvider clock)
{
    static readonly TimeSpan Idle = TimeSpan.FromMilliseconds(100);
    static readonly TimeSpan Awaited = TimeSpan.FromMilliseconds(3);

    long _losses = state.Losses;

    /// <summary>Why the marks cannot be read just now; null where they can.</summary>
    public string? Fault { get; private set; }

    /// <summary>Looks until stopped.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                if (!await LookAsync(stopping))
                {
                    return;
                }

                Fault = null;
            }
            catch (Exception fault)
            {
                Fault = fault.Message;
            }

            await watermark.NextAsync(watermark.AnyWaits ? Awaited : Idle, clock, stopping);
        }
    }

    async ValueTask<bool> LookAsync(CancellationToken stopping)
    {
        if (await state.AppliedAsync(stopping) is not { } applied)
        {
            return false;
        }

        foreach (var (partition, offset) in applied.Places)
        {
            if (partition < holds.Length && !holds[partition].IsHeld)
            {
                watermark.Advance(partition, Math.Min(offset, overlay.AppliedIn(partition)));
            }
        }

        var losses = state.Losses;
        if (losses != _losses)
        {
            _losses = losses;
            lost();
        }

        return true;
    }
}
