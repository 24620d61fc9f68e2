using Attune.Events;
using Attune.Learning.CoVisits;
using Attune.Learning.Neighbors;
using Attune.Training.Slots;

namespace Attune.Training;

/// <summary>What goes with an item: bought in one basket, and not merely compared with it (ADR 0016).</summary>
static class BasketPairs
{
    /// <summary>Purchases of one user no further apart are one basket.</summary>
    static readonly TimeSpan Basket = TimeSpan.FromHours(1);

    /// <summary>Views of one user no further apart are one comparison.</summary>
    static readonly TimeSpan Comparison = TimeSpan.FromMinutes(30);

    /// <summary>Pairs this much older count half: tastes in combinations last longer than single items are in fashion.</summary>
    static readonly TimeSpan HalfLife = TimeSpan.FromDays(180);

    /// <summary>Makes the lists, their scores times the trend; null where nobody bought two things at once.</summary>
    public static NeighborLists? Train(TrainingPart part, float[] trend, ModelRecipe recipe, CancellationToken cancellation)
    {
        if (!part.Events.Type.Span.Contains(EventType.Purchase.Code))
        {
            return null;
        }

        var plain = new ComplementSettings();
        byte[] looks = [EventType.View.Code, EventType.Click.Code];
        var settings = plain with
        {
            K = (int)recipe.Of("itemToItem.neighbors"),
            Bought = plain.Bought with
            {
                Kinds = [new(EventType.Purchase.Code, EventType.Purchase.Code)],
                WindowTime = Micros(Basket),
                HalfLife = Micros(HalfLife),
                Now = part.Now,
            },
            Viewed = plain.Viewed with
            {
                Kinds = [.. looks.SelectMany(first => looks.Select(then => new CoVisitKind(first, then)))],
                WindowTime = Micros(Comparison),
                HalfLife = Micros(HalfLife),
                Now = part.Now,
            },
            Threads = recipe.Threads,
        };
        var lists = Complements.Train(UserEvents.From(part.Events), settings, null, cancellation);
        return lists.Neighbors.Span.ContainsAnyExcept(-1) ? lists.Scaled(trend) : null;
    }

    static long Micros(TimeSpan time) => time.Ticks / TimeSpan.TicksPerMicrosecond;
}
