using System.Collections.Concurrent;
using Attune.State;

namespace Attune.Cluster.Tests.Redis;

/// <summary>Callers that each write a profile of their own with rising fences and read it again, until disposed.</summary>
sealed class Traffic : IAsyncDisposable
{
    static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);

    readonly IStateStore _store;
    readonly CancellationTokenSource _stopping = new();
    readonly Task[] _callers;
    long _calls;

    public Traffic(IStateStore store, int callers)
    {
        _store = store;
        _callers = [.. Enumerable.Range(0, callers).Select(number => Task.Run(() => CallAsync(number)))];
    }

    /// <summary>Rounds that went well.</summary>
    public long Calls => Interlocked.Read(ref _calls);

    /// <summary>What calls failed with, as input and output errors do.</summary>
    public ConcurrentBag<string> Faults { get; } = [];

    /// <summary>What must never be: another exception, a value of somebody else.</summary>
    public ConcurrentBag<string> Broken { get; } = [];

    /// <summary>Waits until something holds.</summary>
    public async Task UntilAsync(Func<bool> holds)
    {
        using var late = new CancellationTokenSource(LongestWait);
        while (!holds())
        {
            Assert.True(!late.IsCancellationRequested, $"{Calls} calls, faults {string.Join(" | ", Faults.Take(5))}, broken {string.Join(" | ", Broken.Take(5))}");
            await Task.Delay(5);
        }
    }

    /// <summary>Waits until some hundred more calls went well.</summary>
    public Task UntilWellAsync()
    {
        var now = Calls;
        return UntilAsync(() => Calls > now + 500);
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await Task.WhenAll(_callers);
        _stopping.Dispose();
    }

    async Task CallAsync(int number)
    {
        var key = new StateKey(StateKind.Profile, $"caller {number}");
        for (var fence = 0L; !_stopping.IsCancellationRequested; fence++)
        {
            try
            {
                await _store.PutAsync([new(key, BitConverter.GetBytes(fence), fence)], CancellationToken.None);
                var read = await _store.GetAsync([key, new(StateKind.List, key.Name), new(StateKind.Alias, key.Name)], CancellationToken.None);

                // What a fail-over lost is older, never newer or another's.
                if (read[0] is { } value && BitConverter.ToInt64(value) > fence)
                {
                    Broken.Add($"read {BitConverter.ToInt64(value)} after writing {fence}");
                }

                Interlocked.Increment(ref _calls);
            }
            catch (IOException fault)
            {
                Faults.Add(fault.Message);
                await Task.Delay(1);
            }
            catch (Exception fault)
            {
                Broken.Add(fault.ToString());
                return;
            }
        }
    }
}
