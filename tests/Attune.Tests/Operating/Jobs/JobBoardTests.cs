using Attune.Operating.Jobs;

namespace Attune.Tests.Operating.Jobs;

public sealed class JobBoardTests
{
    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_job_that_comes_to_its_end_is_done_with_its_sentence()
    {
        await using var board = new JobBoard(TimeProvider.System);

        var job = board.Start("train", (context, _) =>
        {
            context.Report(0.5, "factors");
            return Task.FromResult("Generation 1 was published.");
        });
        var end = await job.Completion.WaitAsync(Cancellation);

        Assert.Equal(JobState.Done, end.State);
        Assert.Equal(1, end.Progress);
        Assert.Equal("factors", end.Stage);
        Assert.Equal("Generation 1 was published.", end.Outcome);
        Assert.NotNull(end.Ended);
        Assert.Equal(end, Assert.Single(board.List()));
    }

    [Fact]
    public async Task A_job_that_throws_is_failed_with_the_message()
    {
        await using var board = new JobBoard(TimeProvider.System);

        var end = await board.Start("train", (_, _) => throw new IOException("the disk is full")).Completion;

        Assert.Equal(JobState.Failed, end.State);
        Assert.Equal("the disk is full", end.Outcome);
    }

    [Fact]
    public async Task A_second_start_of_a_running_kind_gives_the_running_job()
    {
        await using var board = new JobBoard(TimeProvider.System);
        var first = board.Start("train", UntilCancelled);

        Assert.False(board.TryStart("train", UntilCancelled, out var second));
        Assert.Same(first, second);
        Assert.True(board.TryStart("import", UntilCancelled, out _));
        Assert.Equal(2, board.List().Count);
    }

    [Fact]
    public async Task A_kind_may_start_again_as_soon_as_its_end_is_known()
    {
        await using var board = new JobBoard(TimeProvider.System);
        for (var i = 0; i < 200; i++)
        {
            Assert.True(board.TryStart("train", (_, _) => Task.FromResult("ok"), out var job));
            await job.Completion;
        }
    }

    [Fact]
    public async Task A_cancelled_job_stops_and_says_at_what_it_was()
    {
        await using var board = new JobBoard(TimeProvider.System);
        var job = board.Start("train", (context, cancellation) =>
        {
            context.Report(0.25, "reading");
            return UntilCancelled(context, cancellation);
        });
        while (job.Status.Progress < 0.25)
        {
            await Task.Delay(1, Cancellation);
        }

        Assert.True(board.Cancel(job.Id));
        var end = await job.Completion.WaitAsync(TimeSpan.FromSeconds(10), Cancellation);

        Assert.Equal(JobState.Cancelled, end.State);
        Assert.Equal("Cancelled while reading.", end.Outcome);
        Assert.False(board.Cancel(job.Id));
        Assert.False(board.Cancel("job-999"));
    }

    [Fact]
    public async Task Only_the_last_ended_jobs_are_kept_and_the_running_ones_always()
    {
        await using var board = new JobBoard(TimeProvider.System, history: 3);
        var running = board.Start("watch", UntilCancelled);
        for (var i = 0; i < 10; i++)
        {
            await board.Start("train", (_, _) => Task.FromResult("ok")).Completion;
        }

        Assert.Equal(["job-11", "job-10", "job-9", running.Id], board.List().Select(job => job.Id));
    }

    [Fact]
    public async Task Closing_the_board_cancels_what_runs_and_refuses_what_comes()
    {
        var board = new JobBoard(TimeProvider.System);
        var job = board.Start("train", UntilCancelled);

        await board.DisposeAsync();

        Assert.Equal(JobState.Cancelled, job.Status.State);
        Assert.Throws<ObjectDisposedException>(() => board.Start("train", UntilCancelled));
    }

    [Fact]
    public async Task Starts_from_many_threads_run_one_job_of_the_kind()
    {
        await using var board = new JobBoard(TimeProvider.System);

        var jobs = await Task.WhenAll(Enumerable.Range(0, 64).Select(_ => Task.Run(() => board.Start("train", UntilCancelled))));

        Assert.Single(jobs.Distinct());
    }

    static async Task<string> UntilCancelled(JobContext context, CancellationToken cancellation)
    {
        await Task.Delay(Timeout.Infinite, cancellation);
        return "never";
    }
}
