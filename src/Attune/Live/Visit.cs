using Attune.Events;
using Attune.Learning.Sessions;

namespace Attune.Live;

/// <summary>An item of a visit under way.</summary>
/// <param name="Item">The item's ordinal.</param>
/// <param name="Micros">When it was last taken up, in microseconds since 1970.</param>
/// <param name="Strength">The most an event of this visit said of it.</param>
/// <param name="Bought">Whether this visit bought it.</param>
readonly record struct VisitItem(int Item, long Micros, float Strength, bool Bought = false);

/// <summary>The distinct items one profile took up within the last window, latest last: what the next one is paired with.</summary>
sealed class Visit
{
    readonly List<VisitItem> _items = [];

    public IReadOnlyList<VisitItem> Items => _items;

    /// <summary>The number the visit has in the session index; <see cref="SessionIndex.NoSession"/> where it is not in it yet.</summary>
    public long Session { get; set; }

    public void Restore(VisitItem item) => _items.Add(item);

    /// <summary>Appends an item to the visit's session; after a pause longer than the window it is another session.</summary>
    /// <remarks>To be called before <see cref="Take"/>. Several events on one item in a row are one step.</remarks>
    public void Follow(int item, long micros, CoVisitSettings settings, SessionIndex sessions)
    {
        var goesOn = _items.Count > 0 && micros - _items[^1].Micros <= settings.Window.Ticks / TimeSpan.TicksPerMicrosecond;
        if (!goesOn || _items[^1].Item != item)
        {
            Session = sessions.Append(goesOn ? Session : SessionIndex.NoSession, item);
        }
    }

    /// <summary>Takes up an item and pairs it with the others of the visit.</summary>
    /// <remarks>A pair counts once in a visit, with the smaller of the two items' highest strengths: an item that comes up
    /// again, or stronger, adds only what is missing to that. An item bought is besides paired with what the visit has bought, or
    /// only looked at, till then. A late event is paired but moves nothing back.</remarks>
    public void Take(VisitItem taken, CoVisitSettings settings, CoVisitsByKind pairs)
    {
        var window = settings.Window.Ticks / TimeSpan.TicksPerMicrosecond;
        _items.RemoveAll(item => item.Micros < taken.Micros - window);
        var at = _items.FindIndex(item => item.Item == taken.Item);
        var (before, boughtBefore) = at >= 0 ? (_items[at].Strength, _items[at].Bought) : (0, false);
        foreach (var other in _items)
        {
            if (other.Item == taken.Item || other.Micros > taken.Micros + window)
            {
                continue;
            }

            var time = new EventTime(Math.Max(taken.Micros, other.Micros));
            var weight = Math.Min(taken.Strength, other.Strength) - Math.Min(before, other.Strength);
            if (weight > 0)
            {
                pairs.Together.Add(taken.Item, other.Item, time, weight);
            }

            if (taken.Bought && !boughtBefore)
            {
                pairs.AddPurchase(other, taken, time);
            }
        }

        if (at >= 0)
        {
            taken = taken with
            {
                Micros = Math.Max(taken.Micros, _items[at].Micros),
                Strength = Math.Max(taken.Strength, before),
                Bought = taken.Bought || boughtBefore,
            };
            _items.RemoveAt(at);
        }

        _items.Add(taken);
        if (_items.Count > settings.Visit)
        {
            _items.RemoveAt(0);
        }
    }
}
