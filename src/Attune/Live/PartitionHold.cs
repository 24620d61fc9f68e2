using Attune.Events;

namespace Attune.Live;

/// <summary>Whether this node folds a partition just now: asked for as long as it does not, let go of when it is to go elsewhere.</summary>
/// <param name="group">The nodes that share the partitions; null where this node folds none.</param>
/// <param name="partition">The partition.</param>
/// <param name="stopping">Ends the asking.</param>
sealed class PartitionHold(IPartitionGroup? group, int partition, CancellationToken stopping) : IDisposable
{
    Task<IPartitionLease>? _asking;
    volatile IPartitionLease? _lease;
    int _number;

    /// <summary>Which hold it is, counted from 1; 0 while there is none.</summary>
    public int Number => IsHeld ? _number : 0;

    /// <summary>True while the partition is this node's to fold.</summary>
    public bool IsHeld => _lease is not null;

    /// <summary>Begins a turn of reading: it is cancelled when the hold changes, when events are to be applied again, and at the end.</summary>
    /// <param name="again">Cancelled when events are to be applied again.</param>
    /// <remarks>Throws what the group threw; the next turn asks again.</remarks>
    public async ValueTask<CancellationTokenSource> TurnAsync(CancellationToken again)
    {
        if (_lease is { Lost.IsCancellationRequested: true })
        {
            LetGo();
        }

        if (_lease is null && group is not null)
        {
            _asking ??= group.AcquireAsync(partition, stopping).AsTask();
            if (_asking.IsCompleted)
            {
                var asked = _asking;
                _asking = null;
                _lease = await asked;
                _number++;
            }
        }

        var turn = CancellationTokenSource.CreateLinkedTokenSource(stopping, again, _lease?.Lost ?? CancellationToken.None);
        _asking?.ContinueWith(End, turn, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        return turn;
    }

    /// <summary>Says that everything before an offset is folded.</summary>
    public void Done(long offset) => _lease?.Done(offset);

    /// <summary>Lets the partition go to another node.</summary>
    public void Dispose() => LetGo();

    void LetGo()
    {
        _lease?.Dispose();
        _lease = null;
    }

    static void End(Task<IPartitionLease> asked, object? turn)
    {
        try
        {
            ((CancellationTokenSource)turn!).Cancel();
        }
        catch (ObjectDisposedException)
        {
            // That turn has ended; the next looks for itself.
        }
    }
}
