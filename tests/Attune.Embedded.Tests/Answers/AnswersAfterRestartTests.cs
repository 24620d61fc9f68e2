using Attune.Embedded.Tests.Truth;
using Attune.Evaluating.Truth;
using Attune.Events;
using Attune.Recommending;

namespace Attune.Embedded.Tests.Answers;

public sealed class AnswersAfterRestartTests : IDisposable
{
    readonly TemporaryFolder _folder = new();

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Any_answer_is_made_again_bit_for_bit_though_memory_has_let_it_go_and_after_a_restart()
    {
        var (clock, shop) = (TruthEngine.Clock(), TruthEngine.SmallShop());
        // Room for some fourteen answers in memory.
        var settings = new RecommendSettings { AnswersBytes = 32 << 10 };
        var ids = new List<string>();
        await using (var engine = await TruthEngine.OpenAsync(_folder.Path, clock, settings))
        {
            await new FilledShop(engine, shop, clock).FillAsync(new HashSet<UserId>(), Cancellation);
            foreach (var user in shop.Shoppers.Take(60))
            {
                ids.Add((await TruthEngine.AskAsync(engine, new RecommendationRequest { User = user, Count = 20 })).RecommendationId);
            }

            Assert.False(engine.Recommender.Journal.TryFind(ids[0], out _));
            Assert.True(engine.Recommender.Journal.TryFind(ids[^1], out _));
            await AssertIdenticalAsync(engine);
        }

        await using var restarted = await TruthEngine.OpenAsync(_folder.Path, clock, settings);
        await AssertIdenticalAsync(restarted);
        var going = Assert.IsType<RecommendOutcome.Answered>(await restarted.Answers.NextAsync(ids[0], null, Cancellation));
        var shown = (await restarted.Answers.FindAsync(ids[0], Cancellation))!.Items.Select(item => item.Item);
        Assert.Empty(going.Recommendation.Items.Select(item => item.Item).Intersect(shown));

        Assert.Equal(2, await restarted.Answers.EraseAsync(ProfileKey.Of(shop.Shoppers.First()), Cancellation));
        Assert.Null(await restarted.Answers.FindAsync(ids[0], Cancellation));
        Assert.NotNull(await restarted.Answers.FindAsync(ids[1], Cancellation));

        async Task AssertIdenticalAsync(Operating.Workspace engine)
        {
            foreach (var id in ids)
            {
                var replay = await engine.Answers.ReplayAsync(id, Cancellation);
                Assert.True(replay?.Identical, string.Join(' ', replay?.Reasons ?? ["Nothing is kept of it."]));
            }
        }
    }
}
