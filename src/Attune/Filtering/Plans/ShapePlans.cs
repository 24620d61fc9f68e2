using System.Numerics;
using Attune.Catalog;
using Attune.Catalog.Columns;

namespace Attune.Filtering.Plans;

/// <summary>A number worked out item by item, for those that are wanted.</summary>
abstract class ItemNumberPlan : NumberPlan
{
    readonly double[] _values = new double[ChunkBits.Size];

    internal override ReadOnlySpan<double> Values(int chunk, ReadOnlySpan<ulong> wanted)
    {
        for (var word = 0; word < wanted.Length; word++)
        {
            for (var left = wanted[word]; left != 0; left &= left - 1)
            {
                var place = (word << 6) + BitOperations.TrailingZeroCount(left);
                _values[place] = Of((chunk << ChunkBits.Shift) + place);
            }
        }

        return _values;
    }

    /// <summary>The number of an item; NaN where it is missing.</summary>
    protected abstract double Of(int ordinal);
}

/// <summary>Metres between two places.</summary>
sealed class DistancePlan(Func<int, GeoPoint> from, Func<int, GeoPoint> to) : ItemNumberPlan
{
    internal override int Cost => 16 * ChunkBits.Size;

    protected override double Of(int ordinal) => GeoPoint.Distance(from(ordinal), to(ordinal));
}

/// <summary>What is said of two vectors.</summary>
sealed class VectorPlan(VectorRelation relation, int length, Func<int, float[]?> left, Func<int, float[]?> right) : ItemNumberPlan
{
    internal override int Cost => length * ChunkBits.Size;

    protected override double Of(int ordinal) =>
        left(ordinal) is { } a && right(ordinal) is { } b ? VectorMeaning.Of(relation, a, b) : double.NaN;
}

/// <summary>Where a place or a vector is there.</summary>
sealed class ShapePresentPlan(Func<int, bool> isThere) : ItemPlan
{
    int _chunk;

    internal override int Cost => 2 * ChunkBits.Size;

    protected override bool Begin(int chunk, ReadOnlySpan<ulong> wanted)
    {
        _chunk = chunk;
        return true;
    }

    protected override bool Holds(int place) => isThere((_chunk << ChunkBits.Shift) + place);
}
