using Attune.Learning.Factors;
using Attune.Recommending.Candidates;

namespace Attune.Recommending.Arranging;

/// <summary>Keeps caps and minimum shares: for each place the first of the remaining candidates that breaks no cap and leaves every share within reach.</summary>
/// <remarks>
/// <para><b>Caps hold.</b> Where only candidates are left that would break one, the list ends there.</para>
/// <para><b>Shares</b> hold as far as there are items of the group that may be shown; those that no source proposed are looked for
/// among what trends, what is popular and what is new. They hold for every beginning of the list, rounded down, and for the whole,
/// rounded up.</para>
/// </remarks>
static class Quotas
{
    const float FoundWeight = 1e-6f;

    /// <summary>Brings the candidates into an order whose beginning keeps the rules, and lets go of the rest.</summary>
    public static void Keep(Question question, Scratch scratch, ref Places places)
    {
        var rules = question.Scenario.Scenario;
        for (var share = 0; share < rules.Shares.Count; share++)
        {
            FindMore(question, scratch, share, ref places);
        }

        var caps = new CapCounts(question);
        var wanted = Math.Min(question.Count, places.Count);
        for (var place = 0; place < wanted; place++)
        {
            var chosen = Choose(question, caps, places, place, wanted);
            if (chosen < 0)
            {
                places.Cut(place);
                return;
            }

            places.Move(chosen, place);
            caps.Take(places.Taken[place].Item, place);
        }

        places.Cut(wanted);
    }

    static int Choose(Question question, CapCounts caps, Places places, int place, int wanted)
    {
        for (var share = 0; share < question.Groups.Count; share++)
        {
            if (Lacks(question, share, places.Taken[..place], place, wanted) && First(question, caps, places, place, share) is >= 0 and var member)
            {
                return member;
            }
        }

        return First(question, caps, places, place, -1);
    }

    static int First(Question question, CapCounts caps, Places places, int from, int share)
    {
        for (var at = from; at < places.Count; at++)
        {
            var item = places.Taken[at].Item;
            if ((share < 0 || question.Groups[share].Contains(item)) && caps.Allow(item, from))
            {
                return at;
            }
        }

        return -1;
    }

    static bool Lacks(Question question, int share, ReadOnlySpan<Slot> taken, int place, int wanted)
    {
        var least = question.Scenario.Scenario.Shares[share].Least;
        var soFar = (int)Math.Floor((least * (place + 1)) + 1e-9);
        var byTheEnd = (int)Math.Ceiling((least * wanted) - 1e-9) - (wanted - 1 - place);
        return Members(question, share, taken) < Math.Max(soFar, byTheEnd);
    }

    static int Members(Question question, int share, ReadOnlySpan<Slot> taken)
    {
        var members = 0;
        foreach (var slot in taken)
        {
            members += question.Groups[share].Contains(slot.Item) ? 1 : 0;
        }

        return members;
    }

    static void FindMore(Question question, Scratch scratch, int share, ref Places places)
    {
        var missing = (int)Math.Ceiling(question.Scenario.Scenario.Shares[share].Least * question.Count) - Members(question, share, places.Taken);
        if (missing <= 0 || question.Given.Length > 0)
        {
            return;
        }

        if (scratch.Findings.Again)
        {
            Append(CandidateSource.Trending, scratch.Findings.Next(), scratch, ref places);
            Append(CandidateSource.Popular, scratch.Findings.Next(), scratch, ref places);
            Append(CandidateSource.New, scratch.Findings.Next(), scratch, ref places);
            return;
        }

        var room = scratch.Room.AsSpan(0, Math.Min(scratch.Room.Length, missing + places.Count));
        scratch.Group.SetBoth(scratch.Allowed, question.Groups[share]);
        var kept = scratch.Findings;
        Append(CandidateSource.Trending, kept.Keep(TrendingItems.Find(question.Overlay, scratch.Group, scratch.Scores, room)), scratch, ref places);
        Append(
            CandidateSource.Popular, kept.Keep(question.Generation is { } model ? PopularItems.Find(model, scratch.Group, room) : []), scratch, ref places);
        Append(CandidateSource.New, kept.Keep(NewItems.Find(null, scratch.Group, room)), scratch, ref places);
    }

    static void Append(CandidateSource source, ReadOnlySpan<ScoredItem> found, Scratch scratch, ref Places places)
    {
        scratch.Pool.Add(source, found, FoundWeight);
        foreach (var item in found)
        {
            if (places.PlaceOf(item.Item) < 0)
            {
                places.Append(new Slot(item.Item, 0));
            }
        }
    }
}
