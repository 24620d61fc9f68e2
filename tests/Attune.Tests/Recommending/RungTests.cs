using Attune.Events;
using Attune.Learning.Factors;
using Attune.Recommending;
using Attune.State;
using static Attune.Tests.Live.Happenings;

namespace Attune.Tests.Recommending;

/// <summary>Every rung is reached, and on every rung the rules hold that no answer may break.</summary>
public sealed class RungTests
{
    public static TheoryData<Rung> Rungs => [.. Enum.GetValues<Rung>()];

    static readonly RecommendSettings NoTaste = new() { TasteReserve = TimeSpan.FromSeconds(1) };

    // Every look at the clock takes 2 s: the deadline has passed when candidates would be sought.
    static HurryingClock Late => new(TimeSpan.FromSeconds(2));

    /// <summary>A shop in which Anna's answer stands on a rung; she has viewed, bought, hidden and disliked.</summary>
    static async Task<(Shop Shop, Func<RecommendationRequest, Task<Recommendation>> Ask)> StandAsync(Rung rung)
    {
        var shop = await Shop.OpenAsync();
        await shop.HappensAsync(
            By("anna", EventType.Purchase, "i021"), By("anna", EventType.Hide, "i022"), By("anna", EventType.Dislike, "i023"));
        if (rung != Rung.Popular)
        {
            await shop.HappensAsync([.. Enumerable.Range(20, 10).Select(n => By("bob", EventType.View, $"i{n:000}", n))]);
            await shop.HappensAsync(By("anna", EventType.View, "i025"));
        }

        if (rung is Rung.Precomputed)
        {
            var ordinals = await shop.Catalog.OrdinalsAsync(
                [.. Enumerable.Range(20, 9).Select(n => new ItemId($"i{n:000}"))], TestContext.Current.CancellationToken);
            var list = new PrecomputedList(3, [.. ordinals.Select((ordinal, place) => new ScoredItem(ordinal, 9 - place))]);
            await shop.State.PutAsync([new(new StateKey(StateKind.List, "u:anna"), list.Encode())], TestContext.Current.CancellationToken);
        }

        return (shop, rung switch
        {
            Rung.Full => request => shop.AskAsync(request),
            Rung.Unranked => request => shop.AskAsync(request with { Deadline = TimeSpan.FromMilliseconds(900) }, NoTaste),
            _ => request => shop.AskAsync(request, clock: Late),
        });
    }

    [Theory]
    [MemberData(nameof(Rungs))]
    public async Task Every_rung_is_reached_and_answers(Rung rung)
    {
        var (shop, ask) = await StandAsync(rung);
        await using var _ = shop;

        var answer = await ask(new RecommendationRequest { User = new UserId("anna") });

        Assert.Equal(rung, answer.Rung);
        Assert.Equal(10, answer.Items.Count);
    }

    [Theory]
    [MemberData(nameof(Rungs))]
    public async Task What_was_bought_hidden_or_disliked_returns_on_no_rung(Rung rung)
    {
        var (shop, ask) = await StandAsync(rung);
        await using var _ = shop;

        var answer = await ask(new RecommendationRequest { User = new UserId("anna"), Count = 500, Exclude = [new ItemId("i027")] });

        Assert.Equal(
            [.. Enumerable.Range(0, Shop.Items).Select(n => $"i{n:000}").Except(["i021", "i022", "i023", "i027"])],
            answer.Items.Select(item => item.Item.Value).Order());
    }

    [Theory]
    [MemberData(nameof(Rungs))]
    public async Task The_filter_holds_on_every_rung(Rung rung)
    {
        var (shop, ask) = await StandAsync(rung);
        await using var _ = shop;

        var answer = await ask(new RecommendationRequest
        {
            User = new UserId("anna"),
            Count = 500,
            Filter = "item.price >= 24 && item.price < 33",
        });

        Assert.Equal([.. Enumerable.Range(24, 9).Select(n => $"i{n:000}")], answer.Items.Select(item => item.Item.Value).Order());
    }
}
