namespace Attune.Cluster.Redis;

/// <summary>Finds the master among the endpoints, or asks sentinels for it, or a cluster who its masters are.</summary>
static class RedisDiscovery
{
    static RedisCommand Slots { get; } = new("CLUSTER", "SLOTS"u8.ToArray());

    /// <summary>Sets what <paramref name="servers"/> know.</summary>
    /// <exception cref="RedisException">Nobody can tell; the message holds what each of them said.</exception>
    public static async Task FindAsync(RedisServers servers, RedisSettings settings, TimeProvider clock)
    {
        var named = servers.Sentinels is { } sentinels
            ? await sentinels.AskAsync(servers.Masters.Count == 0 ? settings.Timeout : settings.Timeout / 4)
            : new RedisMasterNamed(null, [], []);
        RedisNode[] told = [.. named.All.Concat(settings.Endpoints.Select(RedisEndpoint.Parse)).Distinct().Select(servers.NodeAt)];
        RedisNode[] agreed = named.Agreed is { } place ? [servers.NodeAt(place)] : [];
        RedisNode[] nodes = [.. agreed.Concat(servers.Masters).Concat(told).Distinct()];

        // At first nobody is known to be well, and a first connection is slow; later one that is silent must not hold up the others.
        var longest = servers.Masters.Count == 0 || nodes.Length == 1 ? settings.Timeout : settings.Timeout / 4;
        List<Exception> faults = [.. named.Faults];

        // Whom most sentinels name, or else whoever served last, is asked first and alone: two that both call themselves master must not
        // take turns.
        var isOneFirst = agreed.Length == 1 || servers.Masters.Count == 1;
        var (first, others) = (isOneFirst ? nodes[..1] : [], isOneFirst ? nodes[1..] : nodes);
        foreach (var group in (RedisNode[][])[first, others])
        {
            var asked = group.Select(node => AskAsync(servers, node, longest, clock)).ToList();
            await foreach (var answer in Task.WhenEach(asked))
            {
                try
                {
                    if (await answer is { } slots)
                    {
                        servers.Serve(slots);
                        servers.Forget(told);
                        return;
                    }
                }
                catch (RedisException fault)
                {
                    faults.Add(fault);
                }
            }
        }

        throw Nobody(settings, faults);
    }

    static async Task<RedisNode?[]?> AskAsync(RedisServers servers, RedisNode node, TimeSpan longest, TimeProvider clock)
    {
        var identity = await servers.MeetAsync(node, longest);
        if (identity.IsCluster)
        {
            var deadline = clock.GetTimestamp() + (long)(longest.TotalSeconds * clock.TimestampFrequency);
            var reply = await (await node.ConnectAsync()).SendAsync(Slots, deadline);
            return reply.Kind == RedisReplyKind.Items
                ? Read(servers, node, reply)
                : throw new RedisException($"Redis {node.Endpoint} refused CLUSTER SLOTS: {reply.Text}") { Code = reply.Code };
        }

        if (!identity.IsMaster)
        {
            await node.DropAsync();
        }

        return identity.IsMaster ? [node] : null;
    }

    // Each item: first slot, last slot, the master's host, port and id, then the replicas'. A node that does not know its own
    // address says none: it is the one that was asked.
    static RedisNode?[]? Read(RedisServers servers, RedisNode asked, RedisReply reply)
    {
        var slots = new RedisNode?[RedisSlots.Count];
        foreach (var range in reply.Items)
        {
            if (range.Items is not [{ Number: >= 0 } low, { Number: < RedisSlots.Count } high, { Items: [_, { Number: > 0 }, ..] master }, ..] || low.Number > high.Number)
            {
                throw new RedisException($"Redis {asked.Endpoint} answered CLUSTER SLOTS with what is no range of slots.");
            }

            var host = master[0].Bytes is { Length: > 0 } ? master[0].Text : asked.Endpoint.Host;
            var node = servers.NodeAt(new(host, (int)master[1].Number));
            slots.AsSpan((int)low.Number, (int)(high.Number - low.Number) + 1).Fill(node);
        }

        return reply.Items.Length > 0 ? slots : null;
    }

    static RedisException Nobody(RedisSettings settings, List<Exception> faults)
    {
        var said = string.Join(" ", faults.Select(fault => fault.Message).Distinct());
        var message = $"None of the Redis servers {settings.Places} is a master that answers. {said}".TrimEnd();
        return faults.Count > 0 && faults.All(fault => fault is not RedisUnavailableException)
            ? new RedisException(message, faults[0]) { Code = ((RedisException)faults[0]).Code }
            : new RedisUnavailableException(message, faults.FirstOrDefault());
    }
}
