using Attune.Catalog;
using Attune.Evaluating.Truth;
using Attune.Events;
using Attune.Recommending;

namespace Attune.Embedded.Tests.Truth;

public sealed class RungTruthTests : IDisposable
{
    const string Filter = "item.inStock && item.price < 200";

    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Reserves no deadline leaves make the ladder stop where a slow machine would.</summary>
    public static TheoryData<Rung, RecommendSettings> Rungs => new()
    {
        { Rung.Full, new RecommendSettings() },
        { Rung.Unranked, new RecommendSettings { TasteReserve = TimeSpan.FromDays(1) } },
        { Rung.Precomputed, new RecommendSettings { CandidateReserve = TimeSpan.FromDays(1) } },
    };

    [Fact]
    public async Task On_no_rung_does_a_list_hold_what_was_bought_or_hidden_or_deleted_or_is_out_of_the_filter()
    {
        var (clock, shop) = (TruthEngine.Clock(), TruthEngine.SmallShop());
        var users = shop.Shoppers.Take(40).ToList();
        var unwanted = new Dictionary<UserId, HashSet<ItemId>>();
        var deleted = shop.Items.Where((_, n) => n % 9 == 4).Select(item => item.Id).ToHashSet();
        await using (var engine = await TruthEngine.OpenAsync(_folder.Path, clock))
        {
            var filled = new FilledShop(engine, shop, clock);
            await filled.FillAsync(new HashSet<UserId>(), Cancellation);
            foreach (var user in users)
            {
                var hidden = (await filled.AskAsync(user, 3, Cancellation)).Items.Select(item => item.Item).ToList();
                await filled.TellAsync([.. hidden.Select(item => new UserEvent { EventId = $"{user}.{item}", Type = EventType.Hide, User = user, Item = item, Time = filled.Now })], Cancellation);
                unwanted[user] = [.. hidden, .. filled.BoughtBy(user), .. deleted];
            }

            await engine.Catalog.WriteAsync([.. deleted.Select(item => new PropertyWrite(PropertyWriteKind.Delete, item.Value, default))], Cancellation);
        }

        var outside = shop.Items.Where(item => item.Stock == 0 || item.Price >= 200).Select(item => item.Id).ToHashSet();
        foreach (var (rung, settings) in Rungs.Select(row => row.Data))
        {
            await using var engine = await TruthEngine.OpenAsync(_folder.Path, clock, settings);
            foreach (var user in users)
            {
                var answer = await TruthEngine.AskAsync(engine, new RecommendationRequest { User = user, Count = 100, Filter = Filter });

                Assert.Equal(rung, answer.Rung);
                Assert.NotEmpty(answer.Items);
                Assert.DoesNotContain(answer.Items, item => unwanted[user].Contains(item.Item) || outside.Contains(item.Item));
            }
        }
    }

    [Fact]
    public async Task A_stranger_gets_what_trends_and_an_engine_that_heard_nothing_its_newest_items()
    {
        var (clock, shop) = (TruthEngine.Clock(), TruthEngine.SmallShop());
        await using var engine = await TruthEngine.OpenAsync(_folder.Path, clock);
        var filled = new FilledShop(engine, shop, clock);
        var stranger = new RecommendationRequest { User = new UserId("nobody") };
        Assert.Equal((Rung.Popular, 0), (await TruthEngine.AskAsync(engine, stranger) is var empty ? empty.Rung : default, empty.Items.Count));

        await filled.ListAsync(shop.Items, Cancellation);
        Assert.Equal((Rung.Popular, 10), (await TruthEngine.AskAsync(engine, stranger) is var listed ? listed.Rung : default, listed.Items.Count));

        await filled.TellAsync([.. shop.History().Take(500)], Cancellation);
        Assert.Equal((Rung.Trending, 10), (await TruthEngine.AskAsync(engine, stranger) is var trending ? trending.Rung : default, trending.Items.Count));
    }
}
