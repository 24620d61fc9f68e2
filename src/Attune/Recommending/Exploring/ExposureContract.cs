using Attune.Events;
using Attune.Live;

namespace Attune.Recommending.Exploring;

/// <summary>What every new item is promised: so many impressions within so long of being listed.</summary>
/// <param name="Impressions">1 to 1 000 000.</param>
/// <param name="Within">1 hour to 30 days.</param>
public sealed record ExposureContract(int Impressions, TimeSpan Within)
{
    /// <summary>When it was made: only what is listed later is promised something. Microseconds since 1970.</summary>
    public long Since { get; init; }

    /// <summary>True where the item was listed after the contract was made.</summary>
    internal bool Covers(EventTime born) => born.Micros > Since && born.Micros > 0;

    /// <summary>Impressions an item should have had by now: in step with its age, the first at once; 0 where nothing is promised to it.</summary>
    internal int DueTo(int item, ItemExposure items, EventTime now)
    {
        var born = items.Births.BornAt(item);
        var age = now.Since(born);
        return Covers(born) && age < Within ? Math.Min(Impressions, 1 + (int)(Impressions * Math.Max(0, age / Within))) : 0;
    }

    /// <summary>Impressions an item is behind; 0 where it is not.</summary>
    internal float OwedTo(int item, ItemExposure items, EventTime now) => Math.Max(0, DueTo(item, items, now) - items.ImpressionsOf(item));
}
