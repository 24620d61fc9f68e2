using Attune.Learning.Sessions;

namespace Attune.Recommending.Candidates;

/// <summary>What came next in the visits most like the one under way: see <see cref="SessionSearch"/>.</summary>
/// <remarks>
/// Asked with the items of the visit under way in their order, or with the one item looked at; without either there is nothing
/// to say. An item of the visit is none of its next items: the index holds the visit itself.
/// </remarks>
static class NextItems
{
    /// <summary>How sessions are searched: fewer than evaluation looks at, so that it takes a fraction of a millisecond.</summary>
    public static SessionKnnSettings Search { get; } = new() { Recent = 500, Neighbors = 200 };

    /// <summary>Adds to the scores of what is allowed; the visit's items are in their order, the latest last.</summary>
    public static void Find(SessionIndex sessions, SessionSearch search, ReadOnlySpan<int> visit, AllowedItems allowed, ItemScores scores)
    {
        foreach (var found in search.Ask(sessions, visit))
        {
            if (allowed.Contains(found.Item) && !visit.Contains(found.Item))
            {
                scores.Add(found.Item, found.Score);
            }
        }
    }

    /// <summary>The items a question asks with, written into room for as many as the profile's ring has, and at least one.</summary>
    public static ReadOnlySpan<int> Visit(Question question, Span<int> room)
    {
        if (question.IsAboutItems)
        {
            var subjects = question.Subjects[..Math.Min(question.Subjects.Length, room.Length)];
            subjects.CopyTo(room);
            return room[..subjects.Length];
        }

        var recent = question.Profile.Recent;
        var visit = recent[VisitUnderWay.Start(recent, question.Now)..];
        for (var place = 0; place < visit.Length; place++)
        {
            room[place] = visit[place].Item;
        }

        return room[..visit.Length];
    }

    /// <summary>What each event of the visit alone says for an item, by place in the ring; 0 before the visit.</summary>
    public static void Share(Question question, int item, SessionSearch search, Span<float> shares)
    {
        var recent = question.Profile.Recent;
        var position = 1f;
        for (var place = recent.Length - 1; place >= VisitUnderWay.Start(recent, question.Now); place--)
        {
            foreach (var found in search.Ask(question.Overlay.Sessions, [recent[place].Item]))
            {
                shares[place] += found.Item == item ? position * found.Score : 0;
            }

            position *= Search.PositionDecay;
        }
    }
}
