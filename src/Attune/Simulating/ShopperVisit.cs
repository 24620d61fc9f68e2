using Attune.Events;

namespace Attune.Simulating;

/// <summary>
/// One visit of one shopper, step by step: at each step they browse by their own taste, or are shown a list. For one caller.
/// </summary>
/// <remarks>
/// <para><b>A list</b> is looked at place by place, each with the chance <see cref="ShopSettings.PositionBias"/> gives; what is
/// looked at is clicked with the chance <see cref="ShopSimulator.ExpectedReward(UserId, ItemId, EventTime)"/>; the first click ends the looking.</para>
/// <para><b>A click</b> opens the item: a view, with some chance a cart, and after a cart with an even chance a purchase.</para>
/// </remarks>
public sealed class ShopperVisit
{
    const double StayChance = 0.75;
    const double SameCategoryChance = 0.7;
    const double WhimChance = 0.1;

    readonly Shop _shop;
    readonly VisitEvents _events;
    readonly float[] _utilities;
    readonly double[] _chances;
    readonly HashSet<int> _seen = [];
    SeededRandom _random;
    string? _category;

    internal ShopperVisit(Shop shop, long number, int shopper, EventTime at)
    {
        _shop = shop;
        _random = new SeededRandom(shop.Settings.Seed, 6, number, at.Micros);
        User = Shop.UserOf(shopper);
        Session = new SessionId(FormattableString.Invariant($"visit-{number}-{at.Micros / EventTime.MicrosPerSecond:x}"));
        IsAnonymous = _random.Chance(shop.Settings.Anonymous);
        _events = new VisitEvents(Session, IsAnonymous ? null : User, at);
        _utilities = new float[shop.Items.Length];
        shop.Tastes.Utilities(shopper, at, _utilities);
        _chances = CumulatedChances(at);
    }

    /// <summary>Who visits; the events do not say it where the visit is anonymous.</summary>
    public UserId User { get; }

    /// <summary>The visit, as in its events.</summary>
    public SessionId Session { get; }

    /// <summary>True where the events name only the session.</summary>
    public bool IsAnonymous { get; }

    /// <summary>True when the shopper has left: no further step.</summary>
    public bool IsOver { get; private set; }

    /// <summary>When the next step happens.</summary>
    public EventTime Now => _events.Now;

    /// <summary>The shopper finds an item by their own taste, most often of the category this visit is about.</summary>
    /// <returns>At least one event, in order.</returns>
    public IReadOnlyList<UserEvent> Browse()
    {
        var events = new List<UserEvent>();
        var item = Choose();
        if (_category is null)
        {
            _category = _shop.Items[item].Category;
            if (_random.Chance(0.2))
            {
                events.Add(_events.Stamp(EventType.Search, null, query: _category));
                _events.Wait(5 + (10 * _random.NextDouble()));
            }
        }

        Open(item, null, events);
        EndStep();
        return events;
    }

    /// <summary>The shopper is shown a list.</summary>
    /// <returns>An impression per item, and what followed, in order.</returns>
    public IReadOnlyList<UserEvent> See(ShownList list)
    {
        var events = new List<UserEvent>();
        for (var at = 0; at < list.Items.Count; at++)
        {
            var known = _shop.TryFind(list.Items[at], out var number);
            var shown = _events.Stamp(EventType.Impression, known ? _shop.Items[number] : null, list.RecommendationId, at + 1);
            events.Add(known ? shown : shown with { Item = list.Items[at] });
        }

        for (var at = 0; at < list.Items.Count; at++)
        {
            if (!_random.Chance(_shop.AttentionAt(at + 1)))
            {
                continue;
            }

            _events.Wait(1 + (2 * _random.NextDouble()));
            if (_shop.TryFind(list.Items[at], out var item)
                && _shop.Items[item].IsAvailable(Now)
                && _random.Chance(Tastes.ClickChance(_utilities[item])))
            {
                events.Add(_events.Stamp(EventType.Click, _shop.Items[item], list.RecommendationId, at + 1));
                _category ??= _shop.Items[item].Category;
                Open(item, list.RecommendationId, events);
                break;
            }
        }

        EndStep();
        return events;
    }

    void Open(int number, string? recommendationId, List<UserEvent> events)
    {
        var item = _shop.Items[number];
        _seen.Add(number);
        _events.Wait(1);
        events.Add(_events.Stamp(EventType.View, item, recommendationId));
        _events.Wait(10 + (50 * _random.NextDouble()));
        if (!_random.Chance(0.3 * Tastes.Liking(_utilities[number])))
        {
            return;
        }

        events.Add(_events.Stamp(EventType.Cart, item, recommendationId));
        _events.Wait(20 + (60 * _random.NextDouble()));
        if (_random.Chance(0.5))
        {
            events.Add(_events.Stamp(EventType.Purchase, item, recommendationId, value: item.Price));
        }
    }

    void EndStep()
    {
        _events.Wait(5 + (20 * _random.NextDouble()));
        IsOver = !_random.Chance(StayChance);
    }

    int Choose()
    {
        var chosen = 0;
        // A few tries for something new, of this visit's category: then whatever comes.
        var isWhim = _random.Chance(WhimChance);
        var staysIn = _random.Chance(SameCategoryChance) && !isWhim;
        for (var tries = 0; tries < 12; tries++)
        {
            chosen = isWhim ? _shop.AnyAvailable(ref _random, Now) : Draw();
            if (!_seen.Contains(chosen) && (!staysIn || _category is null || _shop.Items[chosen].Category == _category))
            {
                break;
            }
        }

        return chosen;
    }

    int Draw()
    {
        var place = Array.BinarySearch(_chances, _random.NextDouble() * _chances[^1]);
        return Math.Min(place >= 0 ? place + 1 : ~place, _chances.Length - 1);
    }

    /// <summary>Running sums of the chance of each item to be found: exp(1.5 utility), 0 where it is not available.</summary>
    double[] CumulatedChances(EventTime at)
    {
        var sums = new double[_utilities.Length];
        var sum = 0.0;
        for (var item = 0; item < sums.Length; item++)
        {
            sum += _shop.Items[item].IsAvailable(at) ? Math.Exp(1.5 * _utilities[item]) : 0;
            sums[item] = sum;
        }

        return sums;
    }
}
