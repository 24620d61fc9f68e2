using Attune.Events;

namespace Attune.Live;

/// <summary>The decayed counts at one half-life, dense by item ordinal.</summary>
public sealed class TrendingView
{
    readonly double _microsPerHalfLife;

    internal TrendingView(TimeSpan halfLife, float[] counts, long landmark, TrendingLeaders? leaders = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(halfLife, TimeSpan.Zero);
        HalfLife = halfLife;
        Counts = counts;
        Landmark = landmark;
        Leaders = leaders ?? new TrendingLeaders();
        _microsPerHalfLife = halfLife.Ticks / (double)TimeSpan.TicksPerMicrosecond;
    }

    /// <summary>After this long a count says half as much.</summary>
    public TimeSpan HalfLife { get; }

    /// <summary>By ordinal: counts on a scale of their own, comparable with each other. 0 or more; items beyond the end have none.</summary>
    public ReadOnlySpan<float> Values => Counts;

    internal float[] Counts { get; }

    /// <summary>The items with the highest counts, in order.</summary>
    internal TrendingLeaders Leaders { get; }

    /// <summary>The instant, in whole half-lives since 1970, at which a term is worth its strength.</summary>
    internal long Landmark { get; }

    /// <summary>The item's decayed sum of strengths at an instant.</summary>
    public double At(int item, EventTime instant) => Of(item) * ScaleAt(instant);

    /// <summary>The item's value on the view's own scale; 0 where it has none.</summary>
    internal float Of(int item) => (uint)item < (uint)Counts.Length ? Counts[item] : 0;

    /// <summary>What turns a value into the decayed sum of strengths at an instant.</summary>
    internal double ScaleAt(EventTime instant) => Math.Pow(2, Landmark - HalfLivesAt(instant));

    internal double HalfLivesAt(EventTime time) => time.Micros / _microsPerHalfLife;

    /// <summary>The same counts, with room and on another landmark: exact, because the factor is a power of two.</summary>
    internal TrendingView Moved(int items, long landmark)
    {
        var counts = new float[items <= Counts.Length ? Counts.Length : Math.Max(items, Math.Max(1024, Counts.Length * 2))];
        if (Landmark != long.MinValue)
        {
            var by = (int)Math.Clamp(Landmark - landmark, -1_000, 1_000);
            for (var i = 0; i < Counts.Length; i++)
            {
                counts[i] = MathF.ScaleB(Counts[i], by);
            }
        }

        return new TrendingView(HalfLife, counts, landmark, Leaders);
    }
}
