using System.Diagnostics;
using Attune.Events;
using Attune.Learning.Factors;
using Attune.Recommending.Answers;
using Attune.Recommending.Arranging;
using Attune.Recommending.Candidates;
using Attune.Recommending.Lists;
using Attune.Recommending.Ranking;
using Attune.Recommending.Scenarios;

namespace Attune.Recommending;

/// <summary>Makes the list of one answer on the highest rung there is time and knowledge for.</summary>
/// <remarks>
/// <para><b>Stages.</b> What is allowed; candidates of the moment (similar, together, next); taste; rank; arrange. Before the second
/// and the third the time left is looked at: without it the rung is Precomputed, or Unranked.</para>
/// <para><b>Without candidates of its own</b> (a stranger, or no model) the precomputed list answers, then what trends, then
/// what is popular, then the newest items. Each of these also fills up a list that would be too short.</para>
/// </remarks>
sealed class Ladder(RecommendSettings settings, EventWeights weights, TimeProvider clock)
{
    /// <summary>What fills up a list after everything else, newest first.</summary>
    const float NewWeight = 1e-6f;

    readonly Arrangement _arrangement = new(settings);

    /// <summary>Writes the slate into the scratch.</summary>
    /// <returns>The rung, and how many places of <see cref="Scratch.Slate"/> are taken.</returns>
    public (Rung Rung, int Count) Climb(Question question, Scratch scratch)
    {
        Prepare(question, scratch);
        var rung = question.Deadline.Left < settings.CandidateReserve ? Rung.Precomputed : TryFindPersonal(question, scratch);
        if (scratch.Pool.Count == 0)
        {
            rung = AddPrecomputed(question, scratch) ? Rung.Precomputed : Rung.Trending;
        }

        using (new Stage(clock, "trending"))
        {
            AddFillers(question, scratch);
        }

        var ranked = Rank(question, scratch);
        if (rung == Rung.Trending && !ranked.IsEmpty && Blend.ReasonOf(scratch.Pool, ranked[0].Item) != CandidateSource.Trending)
        {
            rung = Rung.Popular;
        }

        rung = ranked.IsEmpty ? Rung.Popular : rung;
        using var stage = new Stage(clock, "arrange");
        return (rung, _arrangement.Arrange(question, ranked, scratch));
    }

    /// <summary>Ranks and arranges an answer again from what was kept of it.</summary>
    /// <returns>How many places of <see cref="Scratch.Slate"/> are taken.</returns>
    public int ClimbAgain(Question question, AnswerInputs kept, Scratch scratch)
    {
        Prepare(question, scratch);
        scratch.Allowed.Only(kept.Everything());
        scratch.Findings.BeginAgain(kept.Found);
        foreach (var candidate in kept.Candidates)
        {
            scratch.Pool.Put(candidate.Item, candidate.Parts);
        }

        if (kept.Spoken)
        {
            var words = scratch.Speak();
            foreach (var candidate in kept.Candidates)
            {
                words[scratch.Pool.PlaceOf(candidate.Item)] = candidate.Word;
            }
        }

        return _arrangement.Arrange(question, Rank(question, scratch), scratch);
    }

    /// <summary>Makes a list of another kind, which no rung can make any poorer.</summary>
    public (Rung Rung, int Count) Make(IListKind kind, Question question, Scratch scratch)
    {
        Prepare(question, scratch);
        using var stage = new Stage(clock, "list");
        return (kind.Rung, kind.Fill(question, scratch));
    }

    ReadOnlySpan<ScoredItem> Rank(Question question, Scratch scratch)
    {
        using var stage = new Stage(clock, "rank");
        var repeated = question.Scenario.Scenario.RepeatedItemWeight ?? settings.RepeatedItemWeight;
        var ranked = Blend.Rank(scratch.Pool, question, repeated, scratch.Ranked.AsSpan(0, Room(question)));
        if (OnlineRanker.Applies(question))
        {
            OnlineRanker.Order(question, scratch, settings, scratch.Ranked.AsSpan(0, ranked.Length));
        }

        scratch.KeepRanked(ranked.Length);
        return ranked;
    }

    void Prepare(Question question, Scratch scratch)
    {
        var profile = question.Profile;
        var size = question.Within.Size;
        scratch.Reserve(Math.Max(1, profile.Recent.Length), question.Generation?.FoldIn.Factors ?? 0, Room(question), Room(question) + Arrangement.Added);
        Allowance.Apply(question, scratch.Allowed);
        scratch.Scores.Reserve(size);
        scratch.Pool.Reset(size);
        scratch.Findings.Begin();
        scratch.KeepRanked(0);
        scratch.BeSilent();
        Signal.Measure(profile.Recent, weights, settings.PositionDecay, scratch.Faded, scratch.Attention);
        var visit = VisitUnderWay.Start(profile.Recent, question.Now);
        VisitUnderWay.Raise(scratch.Attention.AsSpan(0, profile.Recent.Length), visit, settings.VisitShare);
        VisitUnderWay.Raise(scratch.Faded.AsSpan(0, profile.Recent.Length), visit, settings.VisitShare);
        Seeds.Choose(question, settings.RecentItems, scratch);
    }

    Rung TryFindPersonal(Question question, Scratch scratch)
    {
        try
        {
            return FindPersonal(question, scratch);
        }
        catch (Exception fault)
        {
            // A damaged model, say. The lower rungs do not need what failed.
            Activity.Current?.SetStatus(ActivityStatusCode.Error, fault.Message);
            scratch.Scores.Clear();
            scratch.Pool.Reset(question.Within.Size);
            return Rung.Precomputed;
        }
    }

    Rung FindPersonal(Question question, Scratch scratch)
    {
        using (new Stage(clock, "candidates"))
        {
            FindOfTheMoment(question, scratch);
        }

        if (question.Generation is not { } generation || scratch.SeedCount == 0)
        {
            return Rung.Full;
        }

        if (question.Deadline.Left < settings.TasteReserve)
        {
            return Rung.Unranked;
        }

        using var stage = new Stage(clock, "taste");
        if (question.IsAboutItems)
        {
            if (question.Relation == ItemRelation.Similar)
            {
                RelatedItems.Fill(question, scratch);
            }

            return Rung.Full;
        }

        var recent = question.Profile.Recent.Length;
        for (var i = 0; i < recent; i++)
        {
            scratch.RecentItems[i] = question.Profile.Recent[i].Item;
        }

        if (TasteItems.TryFold(generation, scratch.RecentItems.AsSpan(0, recent), scratch.Faded.AsSpan(0, recent), scratch.User))
        {
            var room = scratch.Room.AsSpan(0, Room(question));
            var found = question.Given.Length > 0
                ? GivenItems.Taste(question, generation, scratch.User, scratch.Allowed, room)
                : TasteItems.Find(generation, question.Cold, scratch.User, scratch.Allowed, room);
            scratch.Pool.Add(CandidateSource.Taste, found, question.Weights[CandidateSource.Taste]);
        }

        return Rung.Full;
    }

    void FindOfTheMoment(Question question, Scratch scratch)
    {
        if (question.Relation != ItemRelation.Similar)
        {
            // What resembles the item is what it would be bought instead of: no source of similar things is asked.
            Action<Question, float, Scratch, int> add =
                question.Relation == ItemRelation.Complements ? BoughtItems.AddComplements : BoughtItems.AddBoughtAfter;
            add(question, settings.TogetherShrinkage, scratch, Room(question));
            if (question.Relation == ItemRelation.Complements && question.Cart.Length > 0)
            {
                CartItems.Fill(question, settings.TogetherShrinkage, scratch, Room(question));
            }

            return;
        }

        var seeds = scratch.Seeds.AsSpan(0, scratch.SeedCount);
        var attention = scratch.SeedAttention.AsSpan(0, scratch.SeedCount);
        var room = scratch.Room.AsSpan(0, Room(question));
        if (question.Generation is { } generation)
        {
            SimilarItems.Find(generation, seeds, attention, scratch.Allowed, scratch.Scores);
            scratch.Pool.Add(CandidateSource.Similar, scratch.Scores.Take(room), question.Weights[CandidateSource.Similar]);
        }

        TogetherItems.Find(question.Overlay, seeds, attention, settings.TogetherShrinkage, scratch.Allowed, scratch.Scores);
        scratch.Pool.Add(CandidateSource.Together, scratch.Scores.Take(room), question.Weights[CandidateSource.Together]);
        if (question.Weights[CandidateSource.Next] > 0)
        {
            var sessions = question.Overlay.Sessions;
            var visit = NextItems.Visit(question, scratch.RecentItems);
            NextItems.Find(sessions, scratch.SearchOf(sessions), visit, scratch.Allowed, scratch.Scores);
            var (weight, learned) = (question.Weights[CandidateSource.Next], question.Generation?.Next);
            scratch.Pool.Add(CandidateSource.Next, scratch.Scores.Take(room), weight * (1 - (learned?.Share ?? 0)));
            if (learned is not null)
            {
                var found = LearnedNextItems.Find(question, learned, scratch, room.Length);
                scratch.Pool.Add(CandidateSource.Next, found, weight * learned.Share);
            }
        }

        if (question.Request.Item is not null && scratch.Pool.Count < question.Count)
        {
            RelatedItems.FillByCategory(question, scratch, settings);
        }
    }

    static bool AddPrecomputed(Question question, Scratch scratch)
    {
        if (question.List is not { } list || question.IsAboutItems)
        {
            return false;
        }

        var count = 0;
        foreach (var item in list.Items)
        {
            if (count < scratch.Room.Length && scratch.Allowed.Contains(item.Item))
            {
                scratch.Room[count++] = item;
            }
        }

        scratch.Pool.Add(CandidateSource.Taste, scratch.Room.AsSpan(0, count), 1);
        return count > 0;
    }

    static void AddFillers(Question question, Scratch scratch)
    {
        var rules = question.Scenario.Scenario;
        var fallback = rules.Fallback;

        // Rules that pass candidates over need others to take.
        var least = Arrangement.Chooses(rules) ? Room(question) : question.Count;
        var room = scratch.Room.AsSpan(0, Room(question));
        if (fallback == Fallback.Trending)
        {
            scratch.Pool.Add(
                CandidateSource.Trending,
                TrendingItems.Find(question.Overlay, scratch.Allowed, scratch.Scores, room),
                question.Weights[CandidateSource.Trending]);
        }

        if (fallback != Fallback.None && scratch.Pool.Count < least && question.Generation is { } generation)
        {
            scratch.Pool.Add(
                CandidateSource.Popular, PopularItems.Find(generation, scratch.Allowed, room), question.Weights[CandidateSource.Popular]);
        }

        if (question.Given.Length > 0)
        {
            GivenItems.AddRest(question, scratch, NewWeight);
        }
        else if (fallback != Fallback.None && scratch.Pool.Count < least)
        {
            scratch.Pool.Add(CandidateSource.New, NewItems.Find(null, scratch.Allowed, room), NewWeight);
        }
    }

    /// <summary>Most candidates of one source: enough that the blend of several fills the list without gaps, and rules find others to take.</summary>
    static int Room(Question question) => Arrangement.Chooses(question.Scenario.Scenario)
        ? Math.Max(80, question.Count * 3)
        : Math.Max(60, question.Count * 2);
}
