using System.Runtime.CompilerServices;
using Attune.Events;
using Attune.Operating;

namespace Attune.Simulating;

/// <summary>
/// A shop whose shoppers' tastes are known: it fills a demo, drives a load, and says what the best possible list would have
/// been, so that recommendations can be held against it.
/// </summary>
/// <remarks>
/// <para><b>Repeats.</b> Everything follows from the settings, the start and the calls; it has no clock.</para>
/// <para><b>Concurrency.</b> Any number of callers; a <see cref="ShopperVisit"/> is for one.</para>
/// <para><b>Cost.</b> A visit weighs every item once: about 15 ns an item.</para>
/// </remarks>
public sealed class ShopSimulator
{
    const double ListChance = 0.12;
    const int ListLength = 6;
    const double EventsPerVisit = 7.7;

    readonly Shop _shop;
    readonly ItemId[] _showcase;
    long _liveVisits;

    /// <summary>Draws a shop.</summary>
    /// <param name="settings">Its sizes and habits.</param>
    /// <param name="historyStart">When its history begins.</param>
    /// <exception cref="ArgumentException">A setting is out of its range; the message has all that are.</exception>
    public ShopSimulator(ShopSettings settings, EventTime historyStart)
    {
        SettingFaults.Refuse(settings.Faults());
        HistoryStart = historyStart;
        _shop = new Shop(settings, historyStart);
        _showcase = [.. _shop.Items.Where(item => item.IsAvailable(historyStart)).OrderByDescending(item => item.Appeal)
            .Take(60).Select(item => item.Id)];
    }

    /// <summary>When the history begins.</summary>
    public EventTime HistoryStart { get; }

    /// <summary>When the history ends: the last visit begins before it.</summary>
    public EventTime HistoryEnd => HistoryStart.Plus(_shop.Settings.History);

    /// <summary>All items, those whose launch is to come included.</summary>
    public IReadOnlyList<SimulatedItem> Items => _shop.Items;

    /// <summary>All shoppers, the busiest first.</summary>
    public IEnumerable<UserId> Shoppers => Enumerable.Range(0, _shop.Settings.Shoppers).Select(Shop.UserOf);

    /// <summary>The history, by ascending time: the same at every call.</summary>
    public IEnumerable<UserEvent> History()
    {
        var visits = (int)Math.Ceiling(_shop.Settings.HistoryEvents / EventsPerVisit);
        var pending = new PriorityQueue<UserEvent, (long, long)>();
        var count = 0L;
        for (var number = 0; number < visits; number++)
        {
            var start = StartOf(number, visits);
            while (pending.TryPeek(out var ready, out _) && ready.Time <= start)
            {
                yield return pending.Dequeue();
            }

            foreach (var e in PastVisit(number, start))
            {
                pending.Enqueue(e, (e.Time.Micros, count++));
            }
        }

        while (pending.TryDequeue(out var rest, out _))
        {
            yield return rest;
        }
    }

    /// <summary>The next live visit, of some shopper, the busy more often.</summary>
    /// <param name="at">When it begins.</param>
    public ShopperVisit NextVisit(EventTime at)
    {
        var number = Interlocked.Increment(ref _liveVisits) + int.MaxValue;
        var random = new SeededRandom(_shop.Settings.Seed, 7, number, at.Micros);
        return new ShopperVisit(_shop, number, _shop.AnyShopper(ref random), at);
    }

    /// <summary>The next live visit, of one shopper.</summary>
    /// <param name="user">Who comes.</param>
    /// <param name="at">When it begins.</param>
    public ShopperVisit NextVisit(UserId user, EventTime at) =>
        new(_shop, Interlocked.Increment(ref _liveVisits) + int.MaxValue, _shop.NumberOf(user), at);

    /// <summary>A whole live visit: lists and browsing in turn, each list asked for when it is shown.</summary>
    /// <param name="visit">Not yet begun.</param>
    /// <param name="show">Gives the list for the visitor as things stand; everything yielded before is known to it, if sent.</param>
    /// <param name="cancellation">Ends the visit.</param>
    /// <returns>Events as they happen: send each before taking the next.</returns>
    public static async IAsyncEnumerable<UserEvent> PlayAsync(
        ShopperVisit visit,
        Func<ShopperVisit, CancellationToken, ValueTask<ShownList>> show,
        [EnumeratorCancellation] CancellationToken cancellation)
    {
        for (var isShown = true; !visit.IsOver; isShown = !isShown)
        {
            foreach (var e in isShown ? visit.See(await show(visit, cancellation)) : visit.Browse())
            {
                yield return e;
            }
        }
    }

    /// <summary>Changes a shopper's taste abruptly, to categories they have not loved at that instant.</summary>
    /// <param name="user">Whose taste.</param>
    /// <param name="at">From when on.</param>
    /// <returns>The categories they love from then on.</returns>
    public IReadOnlySet<string> ChangeTaste(UserId user, EventTime at)
    {
        var shopper = _shop.NumberOf(user);
        var (from, to, _) = _shop.Tastes.MixtureOf(shopper, at);
        var random = new SeededRandom(_shop.Settings.Seed, 8, shopper, at.Micros);
        var others = Enumerable.Range(0, _shop.Styles.Count)
            .Where(style => style != from && style != to)
            .OrderBy(style => _shop.Styles.Loves(style).Count(c => _shop.Styles.Loves(from).Contains(c) || _shop.Styles.Loves(to).Contains(c)))
            .ToArray();
        var style = others.Length == 0 ? to : others[random.Next((others.Length + 1) / 2)];
        _shop.Tastes.Change(shopper, at, style);
        return _shop.Styles.Loves(style);
    }

    /// <summary>The categories a shopper loves most at an instant: those of the style that has the greater share.</summary>
    public IReadOnlySet<string> LovedCategories(UserId user, EventTime at)
    {
        var (from, to, share) = _shop.Tastes.MixtureOf(_shop.NumberOf(user), at);
        return _shop.Styles.Loves(share > 0.5 ? to : from);
    }

    /// <summary>How likely a shopper clicks an item they look at, 0 to 0.52; 0 for what is unknown, not launched or sold out.</summary>
    public double ExpectedReward(UserId user, ItemId item, EventTime at) => Rewards(user, [item], at)[0];

    /// <summary>The chance of each place to be looked at, times that of its item to be clicked, summed.</summary>
    public double ExpectedReward(UserId user, IReadOnlyList<ItemId> list, EventTime at) =>
        Rewards(user, list, at).Select((reward, place) => reward * _shop.AttentionAt(place + 1)).Sum();

    /// <summary>The best possible list: by falling expected reward, the lower id first where they are equal.</summary>
    /// <param name="user">For whom.</param>
    /// <param name="at">When: only what can be seen and bought then.</param>
    /// <param name="count">How many.</param>
    /// <param name="except">Items left out, such as those bought before.</param>
    public IReadOnlyList<ItemId> IdealList(UserId user, EventTime at, int count, IReadOnlySet<ItemId>? except = null)
    {
        var utilities = new float[_shop.Items.Length];
        _shop.Tastes.Utilities(_shop.NumberOf(user), at, utilities);
        return [.. Enumerable.Range(0, utilities.Length)
            .Where(item => _shop.Items[item].IsAvailable(at) && except?.Contains(_shop.Items[item].Id) != true)
            .OrderByDescending(item => utilities[item]).Take(count).Select(item => _shop.Items[item].Id)];
    }

    double[] Rewards(UserId user, IReadOnlyList<ItemId> list, EventTime at)
    {
        var utilities = new float[_shop.Items.Length];
        _shop.Tastes.Utilities(_shop.NumberOf(user), at, utilities);
        return [.. list.Select(id => _shop.TryFind(id, out var item) && _shop.Items[item].IsAvailable(at)
            ? Tastes.ClickChance(utilities[item])
            : 0)];
    }

    IEnumerable<UserEvent> PastVisit(int number, EventTime start)
    {
        var random = new SeededRandom(_shop.Settings.Seed, 9, number);
        var visit = new ShopperVisit(_shop, number, _shop.AnyShopper(ref random), start);
        while (!visit.IsOver)
        {
            foreach (var e in random.Chance(ListChance) ? visit.See(Showcase(ref random)) : visit.Browse())
            {
                yield return e;
            }
        }
    }

    // What a shop without recommendations shows: some of its best things, to everybody, in any order.
    ShownList Showcase(ref SeededRandom random)
    {
        var items = new HashSet<ItemId>();
        for (var tries = 0; items.Count < ListLength && tries < 4 * ListLength; tries++)
        {
            items.Add(_showcase[random.Next(_showcase.Length)]);
        }

        return new ShownList([.. items]);
    }

    EventTime StartOf(int number, int visits)
    {
        var random = new SeededRandom(_shop.Settings.Seed, 10, number);
        var days = _shop.Settings.History.TotalDays * (number + random.NextDouble()) / visits;
        // Slow at night, busy by day: days run through a curve that stays within the day and never turns back.
        var day = Math.Floor(days);
        var warped = day + (days - day) + (0.6 * Math.Sin(2 * Math.PI * (days - day)) / (2 * Math.PI));
        return HistoryStart.Plus(TimeSpan.FromDays(Math.Min(warped, _shop.Settings.History.TotalDays)));
    }
}
