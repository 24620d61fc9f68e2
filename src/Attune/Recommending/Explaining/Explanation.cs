using Attune.Catalog;
using Attune.Events;
using Attune.Generations;
using Attune.Profiles;
using Attune.Recommending.Arranging;
using Attune.Recommending.Candidates;

namespace Attune.Recommending.Explaining;

/// <summary>Says which sources brought an item and which of the user's events stand behind each.</summary>
/// <remarks>
/// Similar and together are sums over recent items, so each event's part is its own term. Taste is not: an event's part is
/// what the item's score loses when the user is folded in without it. That is a fold-in an event, so it is done only when
/// asked for. An event whose part is not above 0 did not help and is not named.
/// </remarks>
sealed class Explanation(RecommendSettings settings, ItemCatalog catalog)
{
    /// <summary>Most events named of a source.</summary>
    const int MostEvents = 5;

    /// <summary>The contributions to one item of the slate, largest first; of one that no source brought, how it was placed.</summary>
    public IReadOnlyList<Contribution> Of(Slot slot, Question question, Scratch scratch)
    {
        var item = slot.Item;
        var place = scratch.Pool.PlaceOf(item);
        if (place < 0)
        {
            return [new Contribution(SlotKinds.NameOf(slot.Kind), 0, [])];
        }

        var contributions = new List<Contribution>();
        for (var s = 0; s < CandidateSources.Count; s++)
        {
            var part = scratch.Pool.PartsAt(place)[s];
            if (part > 0)
            {
                var source = (CandidateSource)s;
                contributions.Add(new Contribution(CandidateSources.NameOf(source), part, Events(source, item, part, question, scratch)));
            }
        }

        contributions.Sort((left, right) => right.Score.CompareTo(left.Score));
        return contributions;
    }

    List<ContributingEvent> Events(CandidateSource source, int item, float part, Question question, Scratch scratch)
    {
        var recent = question.Profile.Recent;
        if (question.IsAboutItems || recent.IsEmpty)
        {
            return [];
        }

        Span<float> shares = new float[recent.Length];
        switch (source)
        {
            case CandidateSource.Similar when question.Generation is { } generation:
                ShareSimilar(generation, item, recent, scratch, shares);
                break;
            case CandidateSource.Together:
                ShareTogether(question, item, scratch, shares);
                break;
            case CandidateSource.Next:
                ShareNext(question, item, scratch, shares);
                break;
            case CandidateSource.Taste when question.Generation is { } generation:
                ShareTaste(generation, Vector(question, generation, item), recent, scratch, shares);
                break;
        }

        return Named(question.Profile, shares, part);
    }

    static void ShareSimilar(Generation generation, int item, ReadOnlySpan<Interaction> recent, Scratch scratch, Span<float> shares)
    {
        var wanted = generation.RowOf(item);
        for (var i = 0; i < recent.Length; i++)
        {
            var row = generation.RowOf(recent[i].Item);
            var at = row < 0 ? -1 : generation.NeighborRows(row).IndexOf(wanted);
            shares[i] = at < 0 ? 0 : scratch.Attention[i] * generation.NeighborScores(row)[at];
        }
    }

    static void ShareNext(Question question, int item, Scratch scratch, Span<float> shares)
    {
        NextItems.Share(question, item, scratch.SearchOf(question.Overlay.Sessions), shares);
        if (question.Generation?.Next is not { } learned)
        {
            return;
        }

        Span<float> ofLearned = new float[shares.Length];
        LearnedNextItems.Share(question, learned, item, scratch, ofLearned);
        Normalize(shares, 1 - learned.Share);
        Normalize(ofLearned, learned.Share);
        for (var place = 0; place < shares.Length; place++)
        {
            shares[place] += ofLearned[place];
        }
    }

    // What is below 0 did not help, and is not named.
    static void Normalize(Span<float> shares, float to)
    {
        var total = 0f;
        foreach (ref var share in shares)
        {
            share = Math.Max(share, 0);
            total += share;
        }

        foreach (ref var share in shares)
        {
            share = total > 0 ? share / total * to : 0;
        }
    }

    void ShareTogether(Question question, int item, Scratch scratch, Span<float> shares)
    {
        var most = question.Overlay.Together.MostPartners;
        var (partners, weights) = (new int[most], new float[most]);
        for (var i = 0; i < shares.Length; i++)
        {
            var count = TogetherItems.Read(
                question.Overlay, question.Profile.Recent[i].Item, settings.TogetherShrinkage, partners, weights);
            var at = partners.AsSpan(0, count).IndexOf(item);
            shares[i] = at < 0 ? 0 : scratch.Attention[i] * weights[at];
        }
    }

    static ReadOnlySpan<float> Vector(Question question, Generation generation, int item) =>
        generation.RowOf(item) is var row and >= 0 ? generation.Factors.Of(row) : question.Cold.VectorOf(item);

    static void ShareTaste(
        Generation generation, ReadOnlySpan<float> vector, ReadOnlySpan<Interaction> recent, Scratch scratch, Span<float> shares)
    {
        var items = new int[recent.Length];
        for (var i = 0; i < items.Length; i++)
        {
            items[i] = recent[i].Item;
        }

        var strengths = scratch.Faded.AsSpan(0, items.Length).ToArray();
        var user = new float[generation.FoldIn.Factors];
        if (vector.IsEmpty || !TasteItems.TryFold(generation, items, strengths, user))
        {
            return;
        }

        var whole = Dot(vector, user);
        for (var i = 0; i < items.Length; i++)
        {
            var strength = strengths[i];
            strengths[i] = 0;
            shares[i] = TasteItems.TryFold(generation, items, strengths, user) ? whole - Dot(vector, user) : whole;
            strengths[i] = strength;
        }
    }

    List<ContributingEvent> Named(Profile profile, ReadOnlySpan<float> shares, float part)
    {
        var total = 0f;
        foreach (var share in shares)
        {
            total += Math.Max(share, 0);
        }

        var events = new List<ContributingEvent>();
        for (var i = 0; i < shares.Length && total > 0; i++)
        {
            if (shares[i] > 0)
            {
                var interaction = profile.Recent[i];
                events.Add(new ContributingEvent(
                    TypeOf(interaction.Type),
                    catalog.IdOf(interaction.Item),
                    new EventTime(interaction.Seconds * EventTime.MicrosPerSecond),
                    interaction.Offset < 0 ? null : LogToken.At(profile.Partition, interaction.Offset),
                    part * shares[i] / total));
            }
        }

        events.Sort((left, right) => right.Score.CompareTo(left.Score));
        return events.Count <= MostEvents ? events : events[..MostEvents];
    }

    static float Dot(ReadOnlySpan<float> left, ReadOnlySpan<float> right)
    {
        var sum = 0f;
        for (var i = 0; i < left.Length; i++)
        {
            sum += left[i] * right[i];
        }

        return sum;
    }

    // The ring keeps no custom type's name.
    static EventType TypeOf(byte code) =>
        code < EventType.Known.Count ? EventType.Known[code]
        : EventType.TryParse("custom:event", out var custom) ? custom : EventType.View;
}
