namespace Attune.Embedded.Log;

/// <summary>Wakes every reader that waits for the next commit.</summary>
/// <remarks>Take <see cref="Next"/> first, then look for what is there, then await: so no commit is missed.</remarks>
sealed class CommitSignal
{
    volatile TaskCompletionSource _next = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes at the next commit, or when the log closes.</summary>
    public Task Next => _next.Task;

    public void Raise() => Interlocked.Exchange(ref _next, new(TaskCreationOptions.RunContinuationsAsynchronously)).SetResult();
}
