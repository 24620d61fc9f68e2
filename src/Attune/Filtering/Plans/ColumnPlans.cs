using System.Collections.Immutable;
using Attune.Catalog;
using Attune.Catalog.Columns;

namespace Attune.Filtering.Plans;

/// <summary>Where a boolean property has one of its three states: 0 none, 1 false, 2 true.</summary>
sealed class FlagPlan(ChunkedArray<byte> column, byte state) : ConditionPlan
{
    internal override void Evaluate(int chunk, Span<ulong> words) => ChunkMasks.Equal(column.Chunk(chunk), state, words);
}

/// <summary>Where a text property has one code.</summary>
sealed class CodePlan(ChunkedArray<int> column, int code) : ConditionPlan
{
    internal override void Evaluate(int chunk, Span<ulong> words) => ChunkMasks.Equal(column.Chunk(chunk), code, words);
}

/// <summary>Where a text property is there.</summary>
sealed class CodePresentPlan(ChunkedArray<int> column) : ConditionPlan
{
    internal override void Evaluate(int chunk, Span<ulong> words) => ChunkMasks.Present(column.Chunk(chunk), words);
}

/// <summary>Where a text property meets a condition, worked out once for each different text.</summary>
sealed class TextPlan(ChunkedArray<int> column, NumberedTexts texts, Func<string, bool> holds) : ConditionPlan
{
    const byte No = 1;
    const byte Yes = 2;

    readonly byte[] _known = new byte[texts.Count];

    internal override void Evaluate(int chunk, Span<ulong> words)
    {
        words.Clear();
        var codes = column.Chunk(chunk);
        for (var i = 0; i < codes.Length; i++)
        {
            var code = codes[i];
            if (code < 0)
            {
                continue;
            }

            if (_known[code] == 0)
            {
                _known[code] = holds(texts[code]) ? Yes : No;
            }

            words[i >> 6] |= (ulong)(_known[code] >> 1) << (i & 63);
        }
    }
}

/// <summary>Where two text properties stand in a relation; false where either is missing.</summary>
sealed class TextPairPlan(ChunkedArray<int> left, ChunkedArray<int> right, NumberedTexts texts, TextRelation relation) : ConditionPlan
{
    internal override void Evaluate(int chunk, Span<ulong> words)
    {
        words.Clear();
        var a = left.Chunk(chunk);
        var b = right.Chunk(chunk);
        for (var i = 0; i < Math.Min(a.Length, b.Length); i++)
        {
            if (a[i] >= 0 && b[i] >= 0 && Meaning.Holds(relation, texts[a[i]], texts[b[i]]))
            {
                words[i >> 6] |= 1UL << (i & 63);
            }
        }
    }
}

/// <summary>The items whose set has one member.</summary>
sealed class MemberPlan(Postings postings) : ConditionPlan
{
    internal override void Evaluate(int chunk, Span<ulong> words)
    {
        words.Clear();
        postings.OrInto(chunk, words);
    }
}

/// <summary>Where an item's text is in the same item's set.</summary>
sealed class MemberPairPlan(ChunkedArray<int> text, ImmutableDictionary<int, Postings> members) : ConditionPlan
{
    internal override void Evaluate(int chunk, Span<ulong> words)
    {
        words.Clear();
        var codes = text.Chunk(chunk);
        for (var i = 0; i < codes.Length; i++)
        {
            if (codes[i] >= 0 && members.TryGetValue(codes[i], out var postings) && postings.Contains((chunk << ChunkBits.Shift) + i))
            {
                words[i >> 6] |= 1UL << (i & 63);
            }
        }
    }
}
