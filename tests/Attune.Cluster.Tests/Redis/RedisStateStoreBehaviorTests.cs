using Attune.Embedded.Tests.State;
using Attune.State;

namespace Attune.Cluster.Tests.Redis;

public sealed class RedisSingleStateStoreTests(RedisSharedServers servers) : StateStoreBehavior
{
    readonly string _workspace = servers.NewWorkspace();

    protected override async ValueTask<IStateStore> OpenAsync() => await RedisTestServer.OpenAsync(_workspace, (await servers.SingleAsync()).Settings);
}

public sealed class RedisClusterStateStoreTests(RedisSharedServers servers) : StateStoreBehavior
{
    readonly string _workspace = servers.NewWorkspace();

    protected override async ValueTask<IStateStore> OpenAsync() => await RedisTestServer.OpenAsync(_workspace, (await servers.ClusterAsync()).Settings);
}
