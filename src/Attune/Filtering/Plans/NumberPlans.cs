using System.Numerics;
using System.Runtime.InteropServices;
using Attune.Catalog.Columns;

namespace Attune.Filtering.Plans;

sealed class LiteralPlan(double value) : NumberPlan
{
    double[]? _values;

    internal double Value => value;

    internal override int Cost => 0;

    internal override ReadOnlySpan<double> Values(int chunk, ReadOnlySpan<ulong> wanted)
    {
        if (_values is null)
        {
            Array.Fill(_values = new double[ChunkBits.Size], value);
        }

        return _values;
    }
}

sealed class NumberColumnPlan(ChunkedArray<double> column) : NumberPlan
{
    static readonly double[] Missing = [.. Enumerable.Repeat(double.NaN, ChunkBits.Size)];

    internal override int Cost => ChunkBits.Size;

    internal override ReadOnlySpan<double> Values(int chunk, ReadOnlySpan<ulong> wanted) =>
        column.Chunk(chunk) is { IsEmpty: false } values ? values : Missing;
}

/// <summary><c>+ - * /</c> of 1 024 values; what is not finite is missing.</summary>
sealed class ArithmeticPlan(char symbol, NumberPlan left, NumberPlan right) : NumberPlan
{
    readonly double[] _results = new double[ChunkBits.Size];

    internal override int Cost => left.Cost + right.Cost + ChunkBits.Size;

    internal override ReadOnlySpan<double> Values(int chunk, ReadOnlySpan<ulong> wanted)
    {
        var a = MemoryMarshal.Cast<double, Vector<double>>(left.Values(chunk, wanted));
        var b = MemoryMarshal.Cast<double, Vector<double>>(right.Values(chunk, wanted));
        var results = MemoryMarshal.Cast<double, Vector<double>>(_results.AsSpan());
        var missing = new Vector<double>(double.NaN);
        var most = new Vector<double>(double.MaxValue);
        for (var i = 0; i < results.Length; i++)
        {
            var result = symbol switch { '+' => a[i] + b[i], '-' => a[i] - b[i], '*' => a[i] * b[i], _ => a[i] / b[i] };
            results[i] = Vector.ConditionalSelect(Vector.LessThanOrEqual(Vector.Abs(result), most), result, missing);
        }

        return _results;
    }
}

sealed class ComparePlan(Relation relation, NumberPlan left, NumberPlan right) : ConditionPlan
{
    internal override int Cost => left.Cost + right.Cost;

    protected override void Apply(int chunk, Span<ulong> words)
    {
        var values = left.Values(chunk, words);
        if (right is LiteralPlan literal)
        {
            ChunkMasks.Compare(relation, values, literal.Value, words);
        }
        else
        {
            ChunkMasks.Compare(relation, values, right.Values(chunk, words), words);
        }
    }
}

/// <summary>Where a number is one of a list: a search in the sorted list for each item.</summary>
sealed class OneOfNumbersPlan(NumberPlan number, double[] sorted) : ItemPlan
{
    readonly double[] _values = new double[ChunkBits.Size];

    internal override int Cost => number.Cost + (4 * ChunkBits.Size);

    protected override bool Begin(int chunk, ReadOnlySpan<ulong> wanted)
    {
        number.Values(chunk, wanted).CopyTo(_values);
        return true;
    }

    // NaN is missing, and BinarySearch would find it equal to itself.
    protected override bool Holds(int place) => !double.IsNaN(_values[place]) && Array.BinarySearch(sorted, _values[place]) >= 0;
}
