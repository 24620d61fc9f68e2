using Attune.Catalog;
using Attune.Events;
using Attune.Operating;
using Attune.Operating.Jobs;
using Attune.Server.Tests.Moving;
using Attune.State;

namespace Attune.Server.Tests.Nodes;

public sealed class ListsOnNodesTests(RealServers servers)
{
    const int Users = 80;

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Two_nodes_share_the_lists_computed_ahead_and_one_that_is_left_does_them_all()
    {
        await using var nodes = await NodeSet.OpenAsync(servers, nodes: 2);
        await nodes[0].Catalog.WriteAsync([.. Enumerable.Range(0, 40).Select(item => PropertyWrite.Put($"i{item}", """{"price":1}"""))], Cancellation);
        await nodes.SendAsync(0, Enumerable.Range(0, 1_600).Select(EventAt));
        // Until the group has given each its share, one does more than its half.
        await NodeSet.UntilAsync(() => nodes[0].Live.Held.Count == 2 && nodes[1].Live.Held.Count == 2);

        var stored = await TrainAsync(nodes[0]);

        Assert.Equal(stored, nodes[0].ListsComputed + nodes[1].ListsComputed);
        Assert.Equal(stored, (await nodes[0].State.MeasureAsync(StateKind.List, Cancellation)).Count);
        Assert.InRange(nodes[1].ListsComputed, 1, stored - 1);

        await nodes.StopAsync(1);
        var before = nodes[0].ListsComputed;
        Assert.Equal(await TrainAsync(nodes[0]), nodes[0].ListsComputed - before);
    }

    static async Task<long> TrainAsync(Workspace node)
    {
        var ended = await node.StartTraining().Completion.WaitAsync(NodeSet.Longest, Cancellation);
        Assert.True(ended.State == JobState.Done, ended.Outcome);
        var words = ended.Outcome!.Split(' ');
        return long.Parse(words[Array.IndexOf(words, "lists") - 1], System.Globalization.CultureInfo.InvariantCulture);
    }

    static UserEvent EventAt(int number)
    {
        var user = number * 7 % Users;
        return new()
        {
            EventId = $"e{number}",
            Type = EventType.View,
            User = new UserId($"u{user}"),
            Item = new ItemId($"i{(user % 2 * 20) + (number * 13 % 20)}"),
            Time = new EventTime((1_767_225_600L + (1_200L * number)) * 1_000_000),
        };
    }
}
