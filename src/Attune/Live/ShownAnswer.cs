using Attune.Events;

namespace Attune.Live;

/// <summary>What one answer showed, and what has become of it so far.</summary>
/// <param name="Id">The recommendation id that events carry.</param>
/// <param name="At">When it was asked.</param>
/// <param name="Items">By place: the item's ordinal.</param>
/// <param name="Features">By place: <see cref="OutcomeFeatures.Count"/> numbers, the position among them.</param>
/// <param name="Costs">By place: what an explored item was expected to lose against the one it stands for; 0 for all others.</param>
sealed record ShownAnswer(string Id, EventTime At, int[] Items, float[] Features, float[] Costs)
{
    /// <summary>Places beyond this are not followed: a bit each.</summary>
    public const int MostPlaces = 64;

    /// <summary>By place: it was explored.</summary>
    public ulong Explored { get; init; }

    /// <summary>By place: an impression came. The live path's own, as all below.</summary>
    public ulong Seen { get; set; }

    /// <summary>By place: it was taken up.</summary>
    public ulong Taken { get; set; }

    /// <summary>By place: what became of it is learned.</summary>
    public ulong Learned { get; set; }

    /// <summary>The features of a place.</summary>
    public ReadOnlySpan<float> FeaturesAt(int place) => Features.AsSpan(place * OutcomeFeatures.Count, OutcomeFeatures.Count);

    /// <summary>The place of an item; −1 where it was not shown, or too far down.</summary>
    public int PlaceOf(int item) => Items.AsSpan(0, Math.Min(Items.Length, MostPlaces)).IndexOf(item);
}
