using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;

namespace Attune.Learning.Parallelism;

/// <summary>Threads of their own for what computes long, so that it takes none from the pool, on which requests are answered.</summary>
/// <remarks>
/// <para><b>Yielding.</b> What <see cref="RunAsync"/> runs, and every thread it starts by <see cref="Run"/>, gives way to all
/// others of the machine: on Linux it has niceness 19 (.NET's own priorities do nothing there), elsewhere a priority
/// below normal. With cores to spare it runs as fast as any.</para>
/// <para><b>Nothing yields by accident.</b> A thread inherits the niceness of the one that starts it, and the pool starts its
/// threads on whichever thread queues work. So the yielding thread ends without completing anything: one of normal
/// priority waits for it, and completes the task.</para>
/// </remarks>
public static partial class BackgroundThreads
{
    const int LeastNiceness = 19;
    const int OneThread = 0;

    /// <summary>Runs work that may take minutes, yielding to everything else.</summary>
    /// <param name="name">The thread's name, for debuggers; Linux shows 15 letters.</param>
    /// <param name="work">Must not queue work to the pool: see the remarks.</param>
    public static Task<T> RunAsync<T>(string name, Func<T> work)
    {
        ArgumentNullException.ThrowIfNull(work);
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        Start(name, () =>
        {
            T? result = default;
            var failure = Joined(name, 1, _ =>
            {
                Yield();
                result = work();
            });
            if (failure is null)
            {
                done.SetResult(result!);
            }
            else if (failure.SourceException is OperationCanceledException cancelled)
            {
                done.SetCanceled(cancelled.CancellationToken);
            }
            else
            {
                done.SetException(failure.SourceException);
            }
        });
        return done.Task;
    }

    /// <summary>Runs a body on several threads at once, as yielding as the caller's, and waits for all; rethrows the first failure.</summary>
    internal static void Run(int threads, Action<int> body) => Joined("attune computes", threads, body)?.Throw();

    static ExceptionDispatchInfo? Joined(string name, int count, Action<int> body)
    {
        ExceptionDispatchInfo? failure = null;
        var threads = Enumerable.Range(0, count).Select(number => Start(name, () =>
        {
            try
            {
                body(number);
            }
            catch (Exception fault)
            {
                Interlocked.CompareExchange(ref failure, ExceptionDispatchInfo.Capture(fault), null);
            }
        })).ToList();
        threads.ForEach(thread => thread.Join());
        return failure;
    }

    static Thread Start(string name, Action work)
    {
        var thread = new Thread(() => work()) { IsBackground = true, Name = name };
        thread.Start();
        return thread;
    }

    static void Yield()
    {
        if (OperatingSystem.IsLinux())
        {
            // Of the calling thread alone. It can only fail by not being allowed, and then nothing yields.
            _ = SetPriority(OneThread, 0, LeastNiceness);
        }
        else
        {
            Thread.CurrentThread.Priority = ThreadPriority.BelowNormal;
        }
    }

    [LibraryImport("libc", EntryPoint = "setpriority")]
    internal static partial int SetPriority(int which, int who, int niceness);
}
