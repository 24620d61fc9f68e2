using Attune.Catalog;
using Attune.Erasing;
using Attune.Events;
using Attune.Operating;
using Attune.Operating.Jobs;
using Attune.Profiles;
using Attune.Recommending;
using Attune.Server.Tests.Moving;

namespace Attune.Server.Tests.Nodes;

public sealed class ErasureOnNodesTests(RealServers servers)
{
    const int Items = 30;

    // Nobody but Ann ever took it up.
    static readonly ItemId Hers = new($"i{Items}");

    static readonly UserId Ann = new("ann");

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Who_is_erased_by_one_node_is_gone_from_counts_answers_and_checkpoint_of_the_other_and_of_a_new_one()
    {
        await using var nodes = await NodeSet.OpenAsync(servers, nodes: 2);
        // The first takes the checkpoints: with her in them, until it has heard.
        var (erasing, other) = (nodes[1], nodes[0]);
        await erasing.Catalog.WriteAsync([.. Enumerable.Range(0, Items + 1).Select(item => PropertyWrite.Put($"i{item}", """{"price":1}"""))], Cancellation);
        await nodes.SendAsync(0, Behaviour());
        var answers = new[] { await AnsweredAsync(other, Ann), await AnsweredAsync(other, new UserId("u1")) };
        Assert.True(TrendOf(other, Hers) > 0);

        var (receipt, job) = await erasing.Erasures.RequestAsync(Ann, Cancellation);
        var ended = await job.Completion.WaitAsync(NodeSet.Longest, Cancellation);
        Assert.True(ended.State == JobState.Done, ended.Outcome);
        var finished = (await other.Erasures.FindAsync(receipt.Id, Cancellation))!;
        Assert.Equal((ErasureState.Finished, LogCopy.Hidden), (finished.State, finished.LogCopy));

        await NodeSet.UntilAsync(() => TrendOf(other, Hers) == 0 && other.Answers.Latest(10).All(answer => answer.Request.User != Ann));
        Assert.Null(await other.Answers.FindAsync(answers[0], Cancellation));
        Assert.Equal(Profile.Empty, await other.ProfileAsync(ProfileKey.Of(Ann), Cancellation));
        AssertSame(erasing, other);

        // Whoever takes the checkpoint has none of her in it: it is what a new node begins with.
        await nodes.SendAsync(0, [View("u1", 3, 9_000), View(Ann.Value, 4, 9_001)]);
        var added = await nodes.AddAsync();
        Assert.Equal(0, TrendOf(added, Hers));
        AssertSame(other, added);
        Assert.Equal(1, (await added.ProfileAsync(ProfileKey.Of(Ann), Cancellation)).Recent.Length);
    }

    static async Task<string> AnsweredAsync(Workspace node, UserId user)
    {
        var asked = new RecommendationRequest { User = user, Count = 5, Deadline = RecommendationRequest.MaxDeadline };
        return Assert.IsType<RecommendOutcome.Answered>(await node.Recommender.RecommendAsync(asked, Cancellation)).Recommendation.RecommendationId;
    }

    static float TrendOf(Workspace node, ItemId item) =>
        node.Catalog.TryGetOrdinal(item, out var ordinal) && node.Live.Overlay.Trending.Views[0].Values is var values && ordinal < values.Length ? values[ordinal] : 0;

    // Trends and pairs by item; nodes add up the partitions in orders of their own.
    static void AssertSame(Workspace expected, Workspace node)
    {
        for (var item = 0; item <= Items; item++)
        {
            var (one, other) = (CountsOf(expected, item), CountsOf(node, item));
            Assert.Equal(one.Select(count => count.Of), other.Select(count => count.Of));
            Assert.All(one.Zip(other), pair => Assert.Equal(pair.First.Count, pair.Second.Count, 1e-3 * Math.Max(1, pair.First.Count)));
        }
    }

    static List<(int Of, double Count)> CountsOf(Workspace node, int item)
    {
        var (instant, most) = (node.Live.Overlay.Latest, node.Live.Overlay.Together.MostPartners);
        var (partners, weights) = (new int[most], new float[most]);
        Assert.True(node.Catalog.TryGetOrdinal(new ItemId($"i{item}"), out var ordinal));
        var found = node.Live.Overlay.Together.Read(ordinal, instant, partners, weights);
        return
        [
            .. node.Live.Overlay.Trending.Views.Select((view, number) => (-1 - number, view.At(ordinal, instant))),
            .. partners.Take(found).Zip(weights, (partner, weight) => (partner, (double)weight)).OrderBy(pair => pair.partner),
        ];
    }

    static IEnumerable<UserEvent> Behaviour()
    {
        var random = new Random(3);
        for (var number = 0; number < 900; number++)
        {
            var isAnn = random.Next(6) == 0;
            yield return View(isAnn ? Ann.Value : $"u{random.Next(20)}", isAnn && random.Next(3) == 0 ? Items : random.Next(Items), number);
        }
    }

    static UserEvent View(string user, int item, int number) => new()
    {
        EventId = $"e{number}",
        Type = EventType.View,
        User = new UserId(user),
        Item = new ItemId($"i{item}"),
        Time = new EventTime((1_767_225_600L + (20 * number)) * 1_000_000),
    };
}
