using Attune.Learning.Parallelism;

namespace Attune.Learning.Tests.Parallelism;

public class BackgroundThreadsTests
{
    [Fact]
    public async Task Work_runs_beside_the_pool_and_gives_its_result()
    {
        var onPool = await BackgroundThreads.RunAsync("test", () => Thread.CurrentThread.IsThreadPoolThread);

        Assert.False(onPool);
    }

    [Fact]
    public async Task A_failure_is_the_works_own_exception()
    {
        var fault = await Assert.ThrowsAsync<InvalidDataException>(
            () => BackgroundThreads.RunAsync<int>("test", () => throw new InvalidDataException("damaged")));

        Assert.Equal("damaged", fault.Message);
    }

    [Fact]
    public async Task A_cancellation_is_no_failure()
    {
        using var stop = new CancellationTokenSource();
        await stop.CancelAsync();
        var task = BackgroundThreads.RunAsync("test", () =>
        {
            stop.Token.ThrowIfCancellationRequested();
            return 0;
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => task);
        Assert.True(task.IsCanceled);
    }

    [Fact]
    public void Every_thread_has_its_number_and_the_first_failure_comes_out_after_all_have_ended()
    {
        var seen = new int[4];

        var fault = Assert.Throws<InvalidOperationException>(() => BackgroundThreads.Run(4, number =>
        {
            Interlocked.Increment(ref seen[number]);
            if (number == 2)
            {
                throw new InvalidOperationException("two");
            }
        }));

        Assert.Equal("two", fault.Message);
        Assert.Equal([1, 1, 1, 1], seen);
    }
}
