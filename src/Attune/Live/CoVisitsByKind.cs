using Attune.Events;

namespace Attune.Live;

/// <summary>Co-visits by what the visit did with the two items.</summary>
public sealed class CoVisitsByKind
{
    internal CoVisitsByKind(CoVisitSettings settings) =>
        (Together, Bought, BoughtAfter) = (new CoVisits(settings), new CoVisits(settings), new CoVisits(settings));

    /// <summary>Taken up in one visit, by whatever events; symmetric.</summary>
    public CoVisits Together { get; }

    /// <summary>Bought in one visit; symmetric. Of the same pairs as <see cref="Together"/>, and in the same unit: never above it while there is room.</summary>
    public CoVisits Bought { get; }

    /// <summary>From an item looked at, and not bought till then, to what the visit bought.</summary>
    public CoVisits BoughtAfter { get; }

    CoVisits[] All => [Together, Bought, BoughtAfter];

    /// <summary>Counts that an item was bought in a visit that had taken up another before.</summary>
    internal void AddPurchase(VisitItem before, VisitItem bought, EventTime time)
    {
        var weight = Math.Min(before.Strength, bought.Strength);
        if (before.Bought)
        {
            Bought.Add(before.Item, bought.Item, time, weight);
        }
        else
        {
            BoughtAfter.AddOneWay(before.Item, bought.Item, time, weight);
        }
    }

    /// <summary>As <see cref="CoVisits.Share"/>, by kind.</summary>
    internal PartnerList?[][] Share() => Array.ConvertAll(All, kind => kind.Share());

    internal void Restore(PartnerList?[][] lists)
    {
        for (var kind = 0; kind < lists.Length; kind++)
        {
            All[kind].Restore(lists[kind]);
        }
    }

    /// <summary>How many kinds there are: what <see cref="Share"/> gives and <see cref="Restore"/> takes.</summary>
    internal const int Kinds = 3;
}
