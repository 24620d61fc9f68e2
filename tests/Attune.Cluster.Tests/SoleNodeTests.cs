using Attune.Events;

namespace Attune.Cluster.Tests;

public sealed class SoleNodeTests
{
    [Fact]
    public async Task The_only_node_has_every_partition_at_once_and_for_ever()
    {
        using var lease = await SoleNode.Instance.AcquireAsync(3, TestContext.Current.CancellationToken);

        Assert.False(lease.Lost.CanBeCanceled);
    }
}
