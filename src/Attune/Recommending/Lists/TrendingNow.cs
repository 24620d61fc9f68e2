using Attune.Live;
using Attune.Recommending.Arranging;
using Attune.Recommending.Candidates;

namespace Attune.Recommending.Lists;

/// <summary>What many take up just now, at one half-life, or at all of them weighed by evidence.</summary>
/// <param name="halfLife">One of those that are counted; null for all.</param>
sealed class TrendingNow(TimeSpan? halfLife) : IListKind
{
    /// <inheritdoc/>
    public string Reason => CandidateSources.NameOf(CandidateSource.Trending);

    /// <inheritdoc/>
    public Rung Rung => Rung.Trending;

    /// <inheritdoc/>
    public int Fill(Question question, Scratch scratch)
    {
        var overlay = question.Overlay;
        var room = scratch.Room.AsSpan(0, question.Count);
        var view = ViewOf(overlay, halfLife);
        var found = view is null
            ? TrendingItems.Find(overlay, scratch.Allowed, scratch.Scores, room)
            : TrendingItems.Best(view, scratch.Allowed, room);
        var scale = view is null ? 1 : (float)view.ScaleAt(overlay.Latest);
        for (var place = 0; place < found.Length; place++)
        {
            scratch.Slate[place] = new Slot(found[place].Item, found[place].Score * scale);
        }

        return found.Length;
    }

    static TrendingView? ViewOf(Overlay overlay, TimeSpan? halfLife)
    {
        foreach (var view in overlay.Trending.Views)
        {
            if (view.HalfLife == halfLife)
            {
                return view;
            }
        }

        return null;
    }
}
