using Attune.Events;

namespace Attune.Embedded.Log;

/// <summary>One caller's events, encoded, and its waiting for their fate.</summary>
sealed class PendingAppend(UserEvent[] events, RecordBuffer records)
{
    readonly TaskCompletionSource<AppendOutcome> _fate = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public UserEvent[] Events => events;

    public RecordBuffer Records => records;

    public Task<AppendOutcome> Fate => _fate.Task;

    /// <summary>Tells the caller, and gives the bytes back.</summary>
    public void Complete(AppendOutcome outcome)
    {
        records.Dispose();
        _fate.SetResult(outcome);
    }
}
