using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Attune.Catalog.Columns;

namespace Attune.Filtering.Plans;

/// <summary>Compares 1 024 values and packs the answers to bits: 256 bits at a time, value 0 of a chunk lowest in word 0.</summary>
static class ChunkMasks
{
    /// <summary>Where a byte equals <paramref name="value"/>; an empty chunk answers nothing.</summary>
    internal static void Equal(ReadOnlySpan<byte> values, byte value, Span<ulong> words)
    {
        words.Clear();
        var wide = MemoryMarshal.Cast<byte, Vector256<byte>>(values);
        var wanted = Vector256.Create(value);
        for (var i = 0; i < wide.Length; i++)
        {
            words[i >> 1] |= (ulong)Vector256.Equals(wide[i], wanted).ExtractMostSignificantBits() << ((i & 1) * 32);
        }
    }

    /// <summary>Where a code equals <paramref name="value"/>.</summary>
    internal static void Equal(ReadOnlySpan<int> values, int value, Span<ulong> words)
    {
        words.Clear();
        var wide = MemoryMarshal.Cast<int, Vector256<int>>(values);
        var wanted = Vector256.Create(value);
        for (var i = 0; i < wide.Length; i++)
        {
            words[i >> 3] |= (ulong)Vector256.Equals(wide[i], wanted).ExtractMostSignificantBits() << ((i & 7) * 8);
        }
    }

    /// <summary>Where a code is there at all: not negative.</summary>
    internal static void Present(ReadOnlySpan<int> values, Span<ulong> words)
    {
        words.Clear();
        var wide = MemoryMarshal.Cast<int, Vector256<int>>(values);
        for (var i = 0; i < wide.Length; i++)
        {
            words[i >> 3] |= (ulong)(~wide[i]).ExtractMostSignificantBits() << ((i & 7) * 8);
        }
    }

    /// <summary>Where a relation holds between two numbers; NaN on either side never does.</summary>
    internal static void Compare(Relation relation, ReadOnlySpan<double> left, ReadOnlySpan<double> right, Span<ulong> words)
    {
        switch (relation)
        {
            case Relation.Equal:
                Compare<EqualMask>(left, right, words);
                break;
            case Relation.NotEqual:
                Compare<NotEqualMask>(left, right, words);
                break;
            case Relation.Less:
                Compare<LessMask>(left, right, words);
                break;
            case Relation.LessOrEqual:
                Compare<LessOrEqualMask>(left, right, words);
                break;
            case Relation.Greater:
                Compare<LessMask>(right, left, words);
                break;
            default:
                Compare<LessOrEqualMask>(right, left, words);
                break;
        }
    }

    static void Compare<TRelation>(ReadOnlySpan<double> left, ReadOnlySpan<double> right, Span<ulong> words)
        where TRelation : IMask
    {
        var a = MemoryMarshal.Cast<double, Vector256<double>>(left);
        var b = MemoryMarshal.Cast<double, Vector256<double>>(right)[..a.Length];
        for (var word = 0; word < ChunkBits.Words; word++)
        {
            var bits = 0UL;
            for (var i = 0; i < 16; i++)
            {
                bits |= (ulong)TRelation.Of(a[(word * 16) + i], b[(word * 16) + i]).ExtractMostSignificantBits() << (i * 4);
            }

            words[word] = bits;
        }
    }

    interface IMask
    {
        static abstract Vector256<double> Of(Vector256<double> left, Vector256<double> right);
    }

    readonly struct EqualMask : IMask
    {
        public static Vector256<double> Of(Vector256<double> left, Vector256<double> right) => Vector256.Equals(left, right);
    }

    readonly struct NotEqualMask : IMask
    {
        public static Vector256<double> Of(Vector256<double> left, Vector256<double> right) =>
            Vector256.LessThan(left, right) | Vector256.GreaterThan(left, right);
    }

    readonly struct LessMask : IMask
    {
        public static Vector256<double> Of(Vector256<double> left, Vector256<double> right) => Vector256.LessThan(left, right);
    }

    readonly struct LessOrEqualMask : IMask
    {
        public static Vector256<double> Of(Vector256<double> left, Vector256<double> right) => Vector256.LessThanOrEqual(left, right);
    }
}
