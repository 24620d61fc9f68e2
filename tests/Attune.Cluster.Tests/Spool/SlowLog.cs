using System.Threading.Channels;
using Attune.Events;

namespace Attune.Cluster.Tests.Spool;

/// <summary>A log whose appends are answered when the test says so; nothing is read from it.</summary>
sealed class SlowLog : IEventLog
{
    readonly Channel<(IReadOnlyList<UserEvent> Events, TaskCompletionSource<AppendOutcome> Answer)> _asked =
        Channel.CreateUnbounded<(IReadOnlyList<UserEvent>, TaskCompletionSource<AppendOutcome>)>();

    long _end;

    /// <summary>Events in the order in which they were acknowledged.</summary>
    public List<UserEvent> Taken { get; } = [];

    public int Partitions => 1;

    public long FirstOffset(int partition) => 0;

    public long EndOffset(int partition) => _end;

    public async ValueTask<AppendOutcome> AppendAsync(IReadOnlyList<UserEvent> events, CancellationToken cancellation)
    {
        var answer = new TaskCompletionSource<AppendOutcome>(TaskCreationOptions.RunContinuationsAsynchronously);
        await _asked.Writer.WriteAsync((events, answer), cancellation);
        return await answer.Task.WaitAsync(cancellation);
    }

    /// <summary>Waits for the next append, and answers it.</summary>
    /// <param name="failure">Why it fails; null to take it.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    public async Task AnswerAsync(string? failure, CancellationToken cancellation)
    {
        var (events, answer) = await NextAsync(cancellation);
        if (failure is not null)
        {
            answer.SetResult(new AppendOutcome.StorageFailed(failure));
            return;
        }

        Taken.AddRange(events);
        _end += events.Count;
        answer.SetResult(new AppendOutcome.Appended(LogToken.At(0, _end)));
    }

    /// <summary>Waits for the next append, and leaves it without an answer.</summary>
    public async Task<TaskCompletionSource<AppendOutcome>> LeaveAsync(CancellationToken cancellation) => (await NextAsync(cancellation)).Answer;

    public IAsyncEnumerable<EventBatch> ReadAsync(int partition, long offset, bool follow, CancellationToken cancellation) =>
        throw new NotSupportedException();

    public ValueTask<long> EraseAsync(EventErasure erasure, CancellationToken cancellation) => throw new NotSupportedException();

    public ValueTask DisposeAsync() => default;

    ValueTask<(IReadOnlyList<UserEvent> Events, TaskCompletionSource<AppendOutcome> Answer)> NextAsync(CancellationToken cancellation) =>
        _asked.Reader.ReadAsync(cancellation);
}
