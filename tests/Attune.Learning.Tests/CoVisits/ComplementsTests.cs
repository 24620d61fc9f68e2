using Attune.Learning.CoVisits;
using Attune.Learning.Neighbors;

namespace Attune.Learning.Tests.CoVisits;

public class ComplementsTests
{
    const byte View = 0;
    const byte Purchase = 3;
    const int Tent = 0;
    const int OtherTent = 1;
    const int Pegs = 2;
    const int Rope = 3;

    static readonly ComplementSettings Shop = new()
    {
        K = 3,
        Bought = new ComplementSettings().Bought with { Kinds = [new(Purchase, Purchase)], WindowTime = 100, Significance = 0 },
        Viewed = new ComplementSettings().Viewed with { Kinds = [new(View, View)] },
    };

    [Fact]
    public void What_is_looked_at_together_and_seldom_bought_together_is_a_substitute()
    {
        var lists = Train(Visits(), Shop);

        // Both were bought with the tent once, but the other tent was compared with it in every visit.
        Assert.Equal([Pegs, OtherTent], lists.Of(Tent));
    }

    [Fact]
    public void Without_the_discount_both_are_worth_the_same()
    {
        var scores = Train(Visits(), Shop with { Substitution = 0 }).ScoresOf(Tent);

        Assert.Equal(2, scores.Length);
        Assert.Equal(scores[0], scores[1]);
    }

    [Fact]
    public void A_complement_is_bought_with_the_item_not_before_or_after_in_another_basket()
    {
        var events = Events((0, Tent, 0, Purchase), (0, Pegs, 1, Purchase), (0, Rope, 1_000, Purchase));

        Assert.Equal([Pegs], Train(events, Shop).Of(Tent));
    }

    [Fact]
    public void The_share_bought_of_what_is_together_is_what_remains()
    {
        Assert.Equal(0.5f, Complements.Discounted(0.5f, 0, 1));
        Assert.Equal(0.25f, Complements.Discounted(0.5f, 0.5f, 1));
        Assert.Equal(0.1f, Complements.Discounted(0.2f, 0.1f, 2), 1e-6f);
        Assert.Equal(0, Complements.Discounted(0, 0.5f, 1));
    }

    [Fact]
    public void A_share_out_of_range_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Train(Visits(), Shop with { Substitution = double.NaN }));

    // Three visits compare the tents; one buys both, one buys a tent with pegs.
    static UserEvents Visits() => Events(
        (0, Tent, 0, View), (0, OtherTent, 1, View), (0, Tent, 2, Purchase), (0, OtherTent, 3, Purchase),
        (1, Tent, 0, View), (1, OtherTent, 1, View), (1, Tent, 2, Purchase), (1, Pegs, 3, Purchase),
        (2, OtherTent, 0, View), (2, Tent, 1, View));

    static UserEvents Events(params (int User, int Item, long Time, byte Kind)[] rows) => UserEvents.From(
        3,
        4,
        [.. rows.Select(row => row.User)],
        [.. rows.Select(row => row.Item)],
        [.. rows.Select(row => row.Time)],
        [.. rows.Select(row => row.Kind)]);

    static NeighborLists Train(UserEvents events, ComplementSettings settings) =>
        Complements.Train(events, settings, null, TestContext.Current.CancellationToken);
}
