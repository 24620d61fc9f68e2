using Attune.Learning.Factors;
using Attune.Live;
using Attune.Recommending.Arranging;
using Attune.Recommending.Candidates;

namespace Attune.Recommending.Exploring;

/// <summary>Gives a share of the places to items of which little is known, to learn how they do.</summary>
/// <remarks>
/// <para><b>Which places.</b> share × count of them, rounded up or down by chance so that the mean is exact; one in each stretch of
/// equal length, anywhere in it but in the first place of the list.</para>
/// <para><b>Which items.</b> New items, and ranked ones that just missed the list. Those behind the exposure contract come first, by
/// how far they are behind. Otherwise Thompson sampling (Chapelle, Li, NIPS 2011): of each item a quality is drawn from its gamma
/// posterior (<see cref="ItemExposure"/>), times what the ranking thinks of it, and the highest stands there.</para>
/// <para><b>Propensities.</b> P(place) × P(item). P(place) is exact. P(item) is exact for the contract; for Thompson sampling it is the
/// share of <see cref="Draws"/> draws of its own, (wins + 1) / (draws + items), so it is never 0 and within about 0.09 of the truth. Both are given what was
/// explored before it in the same list. A ranked place has the chance that it was not explored.</para>
/// <para><b>Cost.</b> Some 64 draws of each of at most 64 items, only where a scenario explores.</para>
/// </remarks>
static class Exploration
{
    /// <summary>Draws a propensity is estimated from.</summary>
    public const int Draws = 32;

    // Of either kind.
    const int Most = 32;

    // What the ranking is taken to think of an item it does not know, of 1 for the best it does.
    const float UnknownAffinity = 0.3f;

    const float LeastAffinity = 0.05f;

    /// <summary>True where the question's list is explored.</summary>
    public static bool Applies(Question question) =>
        question.Scenario.Scenario.Exploration > 0 && !question.IsAboutItems && question.Given.Length == 0;

    /// <summary>Puts explored items into their places.</summary>
    public static void Arrange(Question question, Scratch scratch, ref Places places)
    {
        var count = Math.Min(question.Count, places.Count);
        var expected = question.Scenario.Scenario.Exploration * count;
        var chance = new ChanceStream(question.Chance);
        var wanted = (int)(expected + chance.NextDouble());
        Span<int> at = stackalloc int[Math.Min(wanted, count)];
        for (var n = 0; n < at.Length; n++)
        {
            var (from, to) = Stretch(n, at.Length, count);
            at[n] = from + chance.Next(to - from);
        }

        for (var place = 0; place < count; place++)
        {
            ref var slot = ref places.Taken[place];
            slot = slot.Kind == SlotKind.Ranked ? slot with { Propensity = 1 - PlaceChance(place, count, expected) } : slot;
        }

        Span<ScoredItem> room = stackalloc ScoredItem[at.Length];
        var chosen = scratch.Findings.Again
            ? scratch.Findings.Next()
            : scratch.Findings.Keep(Choose(question, scratch, places, count, room, ref chance));
        for (var n = 0; n < chosen.Length; n++)
        {
            var (item, share) = (chosen[n].Item, chosen[n].Score);
            places.Insert(at[n], new Slot(item, places.Taken[at[n]].Score, SlotKind.Explored, PlaceChance(at[n], count, expected) * share));
        }
    }

    // Each with how likely it was to be chosen, as its score.
    static ReadOnlySpan<ScoredItem> Choose(
        Question question, Scratch scratch, Places places, int count, Span<ScoredItem> into, ref ChanceStream chance)
    {
        Span<Choice> room = stackalloc Choice[2 * Most];
        var left = room[..Find(question, scratch, places, count, room)];
        var taken = 0;
        while (taken < into.Length && !left.IsEmpty)
        {
            var (chosen, share) = Choose(left, ref chance);
            into[taken++] = new ScoredItem(left[chosen].Item, share);
            left[chosen] = left[^1];
            left = left[..^1];
        }

        return into[..taken];
    }

    /// <summary>How likely a place is explored.</summary>
    internal static float PlaceChance(int place, int count, double expected)
    {
        var few = (int)expected;
        var more = expected - few;
        return (float)(((1 - more) * PlaceChance(place, count, few)) + (more * PlaceChance(place, count, few + 1)));
    }

    static double PlaceChance(int place, int count, int places)
    {
        for (var n = 0; n < places; n++)
        {
            var (from, to) = Stretch(n, places, count);
            if (place >= from && place < to)
            {
                return 1.0 / (to - from);
            }
        }

        return 0;
    }

    // The first place is left as it is, unless it is the only one.
    static (int From, int To) Stretch(int n, int places, int count) =>
        (Math.Max(Math.Min(1, count - 1), n * count / places), Math.Max(1, (n + 1) * count / places));

    static int Find(Question question, Scratch scratch, Places places, int count, Span<Choice> into)
    {
        Span<ScoredItem> room = stackalloc ScoredItem[Most];
        var items = question.Overlay.Outcomes.Items;
        var found = 0;
        foreach (var item in NewItems.Find(question.Generation, scratch.Allowed, room))
        {
            if ((uint)places.PlaceOf(item.Item) >= (uint)count)
            {
                into[found++] = Choice.Of(item.Item, UnknownAffinity, items, question);
            }
        }

        var best = Math.Max(places.Taken[0].Score, float.Epsilon);
        var last = Math.Min(places.Count, count + Most);
        for (var place = count; place < last; place++)
        {
            var slot = places.Taken[place];
            if (slot.Kind == SlotKind.Ranked && !Stands(into[..found], slot.Item))
            {
                into[found++] = Choice.Of(slot.Item, Math.Clamp(slot.Score / best, LeastAffinity, 1), items, question);
            }
        }

        return found;
    }

    static bool Stands(ReadOnlySpan<Choice> choices, int item)
    {
        foreach (var choice in choices)
        {
            if (choice.Item == item)
            {
                return true;
            }
        }

        return false;
    }

    static (int Chosen, float Share) Choose(ReadOnlySpan<Choice> choices, ref ChanceStream chance)
    {
        var behind = 0f;
        foreach (var choice in choices)
        {
            behind += choice.Behind;
        }

        return behind > 0 ? Owed(choices, behind, ref chance) : Sampled(choices, ref chance);
    }

    static (int Chosen, float Share) Owed(ReadOnlySpan<Choice> choices, float behind, ref ChanceStream chance)
    {
        var left = chance.NextDouble() * behind;
        var last = 0;
        for (var n = 0; n < choices.Length; n++)
        {
            if (choices[n].Behind > 0)
            {
                last = n;
                left -= choices[n].Behind;
                if (left < 0)
                {
                    break;
                }
            }
        }

        return (last, choices[last].Behind / behind);
    }

    static (int Chosen, float Share) Sampled(ReadOnlySpan<Choice> choices, ref ChanceStream chance)
    {
        var chosen = Best(choices, ref chance);
        var wins = 0;
        for (var draw = 0; draw < Draws; draw++)
        {
            wins += Best(choices, ref chance) == chosen ? 1 : 0;
        }

        return (chosen, (wins + 1f) / (Draws + choices.Length));
    }

    static int Best(ReadOnlySpan<Choice> choices, ref ChanceStream chance)
    {
        var (best, most) = (0, -1.0);
        for (var n = 0; n < choices.Length; n++)
        {
            var drawn = chance.NextGamma(choices[n].Shape) * choices[n].Scale;
            (best, most) = drawn > most ? (n, drawn) : (best, most);
        }

        return best;
    }

    /// <summary>An item that may be explored.</summary>
    /// <param name="Item">Its ordinal.</param>
    /// <param name="Shape">Of its quality's gamma posterior.</param>
    /// <param name="Scale">What a draw of it is multiplied by: affinity over the posterior's rate.</param>
    /// <param name="Behind">Impressions it is owed by the contract; 0 where none.</param>
    readonly record struct Choice(int Item, float Shape, float Scale, float Behind)
    {
        public static Choice Of(int item, float affinity, ItemExposure items, Question question)
        {
            var (clicks, expected) = items.OutcomesOf(item);
            return new Choice(
                item, clicks + ItemExposure.Prior, affinity / (expected + ItemExposure.Prior), question.Contract?.OwedTo(item, items, question.Now) ?? 0);
        }
    }
}
