using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Attune.Filtering.Plans;

/// <summary>Compares 1 024 values, 256 bits at a time, and keeps the bits of items for which it holds; value 0 of a chunk is lowest in word 0.</summary>
/// <remarks>64 values of which none is wanted are not looked at.</remarks>
static class ChunkMasks
{
    /// <summary>Keeps where a byte equals <paramref name="value"/>; an empty chunk keeps nothing.</summary>
    internal static void Equal(ReadOnlySpan<byte> values, byte value, Span<ulong> words)
    {
        if (values.IsEmpty)
        {
            words.Clear();
            return;
        }

        var wide = MemoryMarshal.Cast<byte, Vector256<byte>>(values);
        var wanted = Vector256.Create(value);
        for (var word = 0; word < words.Length; word++)
        {
            if (words[word] != 0)
            {
                words[word] &= Vector256.Equals(wide[2 * word], wanted).ExtractMostSignificantBits()
                    | ((ulong)Vector256.Equals(wide[(2 * word) + 1], wanted).ExtractMostSignificantBits() << 32);
            }
        }
    }

    /// <summary>Keeps where a code equals <paramref name="value"/>.</summary>
    internal static void Equal(ReadOnlySpan<int> values, int value, Span<ulong> words)
    {
        if (values.IsEmpty)
        {
            words.Clear();
            return;
        }

        var wide = MemoryMarshal.Cast<int, Vector256<int>>(values);
        var wanted = Vector256.Create(value);
        for (var word = 0; word < words.Length; word++)
        {
            var bits = 0UL;
            for (var i = 0; i < 8 && words[word] != 0; i++)
            {
                bits |= (ulong)Vector256.Equals(wide[(word * 8) + i], wanted).ExtractMostSignificantBits() << (i * 8);
            }

            words[word] &= bits;
        }
    }

    /// <summary>Keeps where a code is there at all: not negative.</summary>
    internal static void Present(ReadOnlySpan<int> values, Span<ulong> words)
    {
        if (values.IsEmpty)
        {
            words.Clear();
            return;
        }

        var wide = MemoryMarshal.Cast<int, Vector256<int>>(values);
        for (var word = 0; word < words.Length; word++)
        {
            var bits = 0UL;
            for (var i = 0; i < 8 && words[word] != 0; i++)
            {
                bits |= (ulong)(~wide[(word * 8) + i]).ExtractMostSignificantBits() << (i * 8);
            }

            words[word] &= bits;
        }
    }

    /// <summary>Keeps where a relation holds between two numbers; NaN on either side never does.</summary>
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

    /// <summary>Keeps where a relation holds between a number and one that is the same for all.</summary>
    internal static void Compare(Relation relation, ReadOnlySpan<double> left, double right, Span<ulong> words)
    {
        switch (relation)
        {
            case Relation.Equal:
                Compare<EqualMask>(left, right, 1, words);
                break;
            case Relation.NotEqual:
                Compare<NotEqualMask>(left, right, 1, words);
                break;
            case Relation.Less:
                Compare<LessMask>(left, right, 1, words);
                break;
            case Relation.LessOrEqual:
                Compare<LessOrEqualMask>(left, right, 1, words);
                break;

            // a > b is -a < -b, also for NaN.
            case Relation.Greater:
                Compare<LessMask>(left, -right, -1, words);
                break;
            default:
                Compare<LessOrEqualMask>(left, -right, -1, words);
                break;
        }
    }

    static void Compare<TRelation>(ReadOnlySpan<double> left, ReadOnlySpan<double> right, Span<ulong> words)
        where TRelation : IMask
    {
        var a = MemoryMarshal.Cast<double, Vector256<double>>(left);
        var b = MemoryMarshal.Cast<double, Vector256<double>>(right)[..a.Length];
        for (var word = 0; word < words.Length; word++)
        {
            var bits = 0UL;
            for (var i = 0; i < 16 && words[word] != 0; i++)
            {
                bits |= (ulong)TRelation.Of(a[(word * 16) + i], b[(word * 16) + i]).ExtractMostSignificantBits() << (i * 4);
            }

            words[word] &= bits;
        }
    }

    static void Compare<TRelation>(ReadOnlySpan<double> left, double right, double sign, Span<ulong> words)
        where TRelation : IMask
    {
        var a = MemoryMarshal.Cast<double, Vector256<double>>(left);
        var b = Vector256.Create(right);
        var signs = Vector256.Create(sign);
        for (var word = 0; word < words.Length; word++)
        {
            var bits = 0UL;
            for (var i = 0; i < 16 && words[word] != 0; i++)
            {
                bits |= (ulong)TRelation.Of(a[(word * 16) + i] * signs, b).ExtractMostSignificantBits() << (i * 4);
            }

            words[word] &= bits;
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
