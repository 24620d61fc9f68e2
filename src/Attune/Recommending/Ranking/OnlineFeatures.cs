using Attune.Live;
using Attune.Recommending.Candidates;

namespace Attune.Recommending.Ranking;

/// <summary>What is known of an item at the moment it is put in order, as the ranker learns from it.</summary>
/// <remarks>Made once an answer: what holds for all its items is looked up here. Nothing is allocated.</remarks>
readonly ref struct OnlineFeatures
{
    /// <summary>The least a candidate may have of the best one's blend, as a logarithm.</summary>
    const float LeastBlend = -6;

    /// <summary>Interactions below which a profile is thin, and from which on it is no longer middling.</summary>
    public const int ThinProfile = 5, RichProfile = 20;

    readonly Question _question;
    readonly CandidatePool _pool;
    readonly TrendingView _shortest;
    readonly TrendingView _longest;
    readonly float _best;
    readonly float _mostRising;
    readonly float _mostPopular;
    readonly int _known;

    /// <summary>For the candidates of one answer.</summary>
    public OnlineFeatures(Question question, CandidatePool pool)
    {
        (_question, _pool) = (question, pool);
        var views = question.Overlay.Trending.Views;
        (_shortest, _longest) = (views[0], views[^1]);
        (_mostRising, _mostPopular) = (TrendScale.Most(_shortest), TrendScale.Most(_longest));
        _known = question.Profile.Recent.Length;
        for (var place = 0; place < pool.Count; place++)
        {
            _best = Math.Max(_best, Blend.Total(pool.PartsAt(place)));
        }
    }

    /// <summary>True where little is known of who asks.</summary>
    public bool IsThin => _known < ThinProfile;

    /// <summary>The natural logarithm of an item's blend over the best one's; at least −6.</summary>
    float BlendOf(int item) => _pool.PlaceOf(item) is var place and >= 0 && Blend.Total(_pool.PartsAt(place)) is var total && total > 0
        ? Math.Max(LeastBlend, MathF.Log(total / _best))
        : LeastBlend;

    /// <summary>Writes the features of an item.</summary>
    /// <param name="item">Any item, a candidate or not.</param>
    /// <param name="position">Its place in the list, from 1; 1 where a list is put in order.</param>
    /// <param name="into"><see cref="OutcomeFeatures.Count"/> numbers.</param>
    public void Fill(int item, int position, Span<float> into)
    {
        into.Clear();
        var isThin = IsThin;
        into[OutcomeFeatures.Bias] = 1;
        into[OutcomeFeatures.Position] = MathF.Log(position);
        into[OutcomeFeatures.Blend] = BlendOf(item);
        FillParts(item, isThin, into);
        into[OutcomeFeatures.ThinBlend] = isThin ? into[OutcomeFeatures.Blend] : 0;
        into[OutcomeFeatures.Rising] = TrendScale.Of(_shortest.Of(item), _mostRising);
        into[OutcomeFeatures.Popularity] = TrendScale.Of(_longest.Of(item), _mostPopular);
        into[OutcomeFeatures.Quality] = MathF.Log(_question.Overlay.Outcomes.Items.Quality(item));
        into[OutcomeFeatures.Repeated] = RepeatedItems.Factor(_question.Profile, item, 0) == 0 ? 1 : 0;
        into[OutcomeFeatures.Young] = _question.Generation is { } generation && generation.RowOf(item) < 0 ? 1 : 0;
        into[OutcomeFeatures.Passed] = MathF.Log(1 + _question.Profile.TimesShown(item));
        into[OutcomeFeatures.Thin] = isThin ? 1 : 0;
        into[OutcomeFeatures.Middling] = !isThin && _known < RichProfile ? 1 : 0;
    }

    void FillParts(int item, bool isThin, Span<float> into)
    {
        var place = _pool.PlaceOf(item);
        if (place < 0)
        {
            return;
        }

        var parts = _pool.PartsAt(place);
        var brought = 0;
        for (var source = 0; source < parts.Length; source++)
        {
            if (parts[source] > 0)
            {
                var weight = _question.Weights[(CandidateSource)source];
                var part = weight > 0 ? Math.Min(1, parts[source] / weight) : 1;
                into[OutcomeFeatures.Parts + source] = part;
                into[OutcomeFeatures.ThinParts + source] = isThin ? part : 0;
                brought++;
            }
        }

        into[OutcomeFeatures.Agreement] = brought / (float)OutcomeFeatures.Sources;
    }
}
