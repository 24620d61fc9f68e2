using Attune.Catalog;
using Attune.Events;
using Attune.Recommending.Blocking;
using Attune.Recommending.Scenarios;

namespace Attune.Tests.Recommending.KeptOut;

/// <summary>What a way of keeping out needs of a path: where the path has it not, the two do not meet.</summary>
[Flags]
enum Needs
{
    Nothing = 0,

    /// <summary>A user is named.</summary>
    User = 1,

    /// <summary>A profile is read, not only events of the question.</summary>
    Profile = 2,

    /// <summary>A list that does not show what was bought, or shown often, on purpose.</summary>
    Wanting = 4,

    /// <summary>A question that is asked anew.</summary>
    Question = 8,
}

/// <summary>A way of keeping an item out of lists.</summary>
sealed record Way(string Name, Needs Needs, Func<Placement, Task> Apply)
{
    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static IReadOnlyList<Way> All { get; } =
    [
        new("deleted", Needs.Nothing, async shown => await shown.Shop.Catalog.WriteAsync([PropertyWrite.Delete(shown.Target)], Cancellation)),
        new("not available", Needs.Nothing, shown => shown.PatchAsync("""{"available":false}""")),
        new("not in stock", Needs.Nothing, shown => shown.PatchAsync("""{"inStock":false}""")),
        new("none in stock", Needs.Nothing, shown => shown.PatchAsync("""{"stock":0}""")),
        new("before its window", Needs.Nothing, shown => shown.PatchAsync("""{"availableFrom":"2200-01-01"}""")),
        new("after its window", Needs.Nothing, shown => shown.PatchAsync("""{"availableUntil":"2020-01-01"}""")),
        new("blocked", Needs.User, async shown => await shown.Blocks.SaveAsync(new UserId(Placement.User), new BlockList([shown.Target], []), Cancellation)),
        new("blocked by a condition", Needs.User, async shown => await shown.Blocks.SaveAsync(new UserId(Placement.User), new BlockList([], [shown.TargetPrice]), Cancellation)),
        new("disliked", Needs.Nothing, shown => shown.HappensAsync(EventType.Dislike)),
        new("hidden", Needs.Nothing, shown => shown.HappensAsync(EventType.Hide)),
        new("bought", Needs.Wanting, shown => shown.HappensAsync(EventType.Purchase)),
        new("shown too often", Needs.Profile | Needs.Wanting, shown => shown.Ruled(rules => rules with { Rotation = new Rotation(1, 0, 24) }).HappensAsync(EventType.Impression)),
        new("excluded by the question", Needs.Question, Asks(shown => shown.Asking(asked => asked with { Exclude = [.. asked.Exclude, new ItemId(shown.Target)] }))),
        new("filtered out by the question", Needs.Question, Asks(shown => shown.Asking(asked => asked with { Filter = $"!({shown.TargetPrice})" }))),
        new("not included", Needs.Question, Asks(shown => shown.Asking(asked => asked with { Include = [new("i001"), new("i020"), new("i030")] }))),
        new("excluded by the scenario", Needs.Nothing, Asks(shown => shown.Ruled(rules => rules with { Exclude = [new ItemId(shown.Target)] }))),
        new("filtered out by the scenario", Needs.Nothing, Asks(shown => shown.Ruled(rules => rules with { Filter = $"!({shown.TargetPrice})" }))),
    ];

    static Func<Placement, Task> Asks(Action<Placement> change) => shown =>
    {
        change(shown);
        return Task.CompletedTask;
    };
}
