using Attune.Cluster.Kafka;
using Attune.Events;

namespace Attune.Cluster.Tests.Kafka;

public sealed class KafkaPartitionGroupTests(KafkaStandInFixture brokers)
{
    const int Partitions = 4;

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Members_share_the_partitions_and_one_that_leaves_hands_over_what_it_has_let_go_of()
    {
        var at = await brokers.NewWorkspaceAsync(Partitions);
        at.Settings = at.Settings with { SessionTimeout = TimeSpan.FromSeconds(6), CommitInterval = TimeSpan.FromMilliseconds(100) };
        await using var log = await KafkaStandIn.OpenAsync(at);
        await using var first = new Member(log);
        await first.HoldsAsync(count => count == Partitions);

        var second = new Member(log);
        await second.HoldsAsync(count => count == Partitions / 2);
        await first.HoldsAsync(count => count == Partitions / 2);
        await second.DisposeAsync();

        await first.HoldsAsync(count => count == Partitions);
        Assert.False(Member.HasOverlap);
    }

    /// <summary>A node that wants every partition, and takes its time to let go.</summary>
    sealed class Member : IAsyncDisposable
    {
        static readonly int[] Holders = new int[Partitions];

        readonly IPartitionGroup _group;
        readonly CancellationTokenSource _stop = new();
        readonly Task _working;
        int _held;

        public Member(KafkaEventLog log)
        {
            _group = log.Join("live");
            _working = Task.WhenAll(Enumerable.Range(0, Partitions).Select(WorkAsync));
        }

        public static bool HasOverlap { get; private set; }

        public async Task HoldsAsync(Func<int, bool> isReached)
        {
            while (!isReached(Volatile.Read(ref _held)))
            {
                await Task.Delay(20, Cancellation);
            }
        }

        public async ValueTask DisposeAsync()
        {
            await _group.DisposeAsync();
            await _stop.CancelAsync();
            await _working;
        }

        async Task WorkAsync(int partition)
        {
            try
            {
                while (true)
                {
                    using var lease = await _group.AcquireAsync(partition, _stop.Token);
                    HasOverlap |= Interlocked.Increment(ref Holders[partition]) > 1;
                    Interlocked.Increment(ref _held);
                    lease.Done(1);
                    await Task.Delay(Timeout.Infinite, lease.Lost).ContinueWith(_ => { }, TaskScheduler.Default);
                    await Task.Delay(100, CancellationToken.None);
                    Interlocked.Decrement(ref _held);
                    Interlocked.Decrement(ref Holders[partition]);
                }
            }
            catch (Exception end) when (end is OperationCanceledException or ObjectDisposedException)
            {
                // The test ends.
            }
        }
    }
}
