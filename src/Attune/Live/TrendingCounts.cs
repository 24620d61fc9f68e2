using Attune.Events;

namespace Attune.Live;

/// <summary>How much each item is taken up just now: event strengths summed under exponential decay, at several half-lives.</summary>
/// <remarks>
/// <para><b>Computes.</b> For each half-life h and item i at instant T: Σ strength(e) · 2^(−(T − tₑ) / h) over the item's events e.</para>
/// <para><b>Source.</b> Forward decay (Cormode, Shkapenyuk, Srivastava, Xu, "Forward Decay", ICDE 2009): an event adds
/// strength · 2^(tₑ / h − L) for a landmark L, so nothing has to be touched as time passes, a late event weighs exactly what
/// it would have weighed in time, and items compare without knowing T. The landmark moves when a term would exceed 2^24.</para>
/// <para><b>Concurrency.</b> One writer. Readers take no lock: they see each item's count before or after an addition.</para>
/// <para><b>Cost.</b> A dense float an item and half-life; an addition is a power and a sum for each half-life.</para>
/// </remarks>
public sealed class TrendingCounts
{
    /// <summary>Terms beyond 2^this move the landmark: far below what a float can hold, far above what a sum would lose.</summary>
    const double Headroom = 24;

    readonly TimeSpan[] _halfLives;
    volatile TrendingView[] _views;

    /// <summary>Nothing counted yet.</summary>
    /// <param name="halfLives">At least one, each above zero.</param>
    public TrendingCounts(IReadOnlyList<TimeSpan> halfLives)
    {
        ArgumentOutOfRangeException.ThrowIfZero(halfLives.Count);
        _halfLives = [.. halfLives];
        _views = [.. _halfLives.Select(halfLife => new TrendingView(halfLife, [], long.MinValue))];
    }

    /// <summary>One view a half-life, in the order given.</summary>
    public IReadOnlyList<TrendingView> Views => _views;

    /// <summary>One above the highest ordinal that was ever counted. Cost: a look at the items not counted since.</summary>
    internal int Items => _views.Max(static view => view.Counts.AsSpan().LastIndexOfAnyExcept(0f) + 1);

    /// <summary>Counts an event.</summary>
    /// <param name="item">The item's ordinal.</param>
    /// <param name="time">When it happened.</param>
    /// <param name="strength">What it says; 0 or less counts for nothing.</param>
    public void Add(int item, EventTime time, float strength)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(item);
        if (!(strength > 0))
        {
            return;
        }

        for (var i = 0; i < _views.Length; i++)
        {
            var view = _views[i];
            var x = view.HalfLivesAt(time);
            if (item >= view.Values.Length || view.Landmark == long.MinValue || x - view.Landmark > Headroom)
            {
                view = view.Moved(item + 1, x - view.Landmark > Headroom || view.Landmark == long.MinValue
                    ? (long)Math.Floor(x)
                    : view.Landmark);
                Replace(i, view);
            }

            view.Counts[item] += (float)(strength * Math.Pow(2, x - view.Landmark));
            view.Leaders.Rise(item, view.Counts);
        }
    }

    /// <summary>Shows readers the order of what was counted: at the end of a batch, because an order costs more than a count.</summary>
    internal void Publish()
    {
        foreach (var view in _views)
        {
            view.Leaders.Publish();
        }
    }

    /// <summary>The views as they are now, unshared: what a checkpoint encodes while counting goes on.</summary>
    internal TrendingView[] Copy() =>
        [.. _views.Select(view => new TrendingView(view.HalfLife, view.Counts.ToArray(), view.Landmark))];

    /// <summary>Takes up views of the same half-lives.</summary>
    internal void Restore(TrendingView[] views)
    {
        if (!views.Select(view => view.HalfLife).SequenceEqual(_halfLives))
        {
            throw new InvalidDataException(
                $"Trending counts of half-lives {string.Join(", ", views.Select(view => view.HalfLife))}; "
                + $"the settings say {string.Join(", ", _halfLives)}.");
        }

        foreach (var view in views)
        {
            for (var item = 0; item < view.Counts.Length; item++)
            {
                if (view.Counts[item] > 0)
                {
                    view.Leaders.Rise(item, view.Counts);
                }
            }

            view.Leaders.Publish();
        }

        _views = views;
    }

    void Replace(int index, TrendingView view)
    {
        TrendingView[] views = [.. _views];
        views[index] = view;
        _views = views;
    }
}
