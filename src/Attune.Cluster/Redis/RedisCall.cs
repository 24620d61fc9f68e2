namespace Attune.Cluster.Redis;

/// <summary>A command on its way: the caller's task, and until when its answer counts.</summary>
/// <param name="name">The command's.</param>
/// <param name="deadline">A timestamp of the clock.</param>
sealed class RedisCall(string name, long deadline) : TaskCompletionSource<RedisReply>(TaskCreationOptions.RunContinuationsAsynchronously)
{
    public string Name { get; } = name;

    public long Deadline { get; } = deadline;
}
