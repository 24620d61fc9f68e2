using System.Numerics;
using System.Runtime.InteropServices;
using Attune.Catalog.Columns;

namespace Attune.Filtering.Plans;

sealed class LiteralPlan : NumberPlan
{
    readonly double[] _values = new double[ChunkBits.Size];

    internal LiteralPlan(double value)
    {
        Value = value;
        Array.Fill(_values, value);
    }

    internal double Value { get; }

    internal override ReadOnlySpan<double> Values(int chunk) => _values;
}

sealed class NumberColumnPlan(ChunkedArray<double> column) : NumberPlan
{
    static readonly double[] Missing = [.. Enumerable.Repeat(double.NaN, ChunkBits.Size)];

    internal override ReadOnlySpan<double> Values(int chunk) => column.Chunk(chunk) is { IsEmpty: false } values ? values : Missing;
}

/// <summary><c>+ - * /</c> of 1 024 values; what is not finite is missing.</summary>
sealed class ArithmeticPlan(char symbol, NumberPlan left, NumberPlan right) : NumberPlan
{
    readonly double[] _results = new double[ChunkBits.Size];

    internal override ReadOnlySpan<double> Values(int chunk)
    {
        var a = MemoryMarshal.Cast<double, Vector<double>>(left.Values(chunk));
        var b = MemoryMarshal.Cast<double, Vector<double>>(right.Values(chunk));
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
    internal override void Evaluate(int chunk, Span<ulong> words) =>
        ChunkMasks.Compare(relation, left.Values(chunk), right.Values(chunk), words);
}

/// <summary>Where a number is one of a list: a search in the sorted list for each item.</summary>
sealed class OneOfNumbersPlan(NumberPlan number, double[] sorted) : ConditionPlan
{
    internal override void Evaluate(int chunk, Span<ulong> words)
    {
        words.Clear();
        var values = number.Values(chunk);
        for (var i = 0; i < values.Length; i++)
        {
            // NaN is missing, and BinarySearch would find it equal to itself.
            if (!double.IsNaN(values[i]) && Array.BinarySearch(sorted, values[i]) >= 0)
            {
                words[i >> 6] |= 1UL << (i & 63);
            }
        }
    }
}
