using System.Collections.Immutable;
using Attune.Catalog.Columns;

namespace Attune.Filtering.Plans;

/// <summary>Where a text has one code, by a scan.</summary>
sealed class CodePlan(ChunkedArray<int> column, int code) : ConditionPlan
{
    internal override int Cost => ChunkBits.Size * sizeof(int) / sizeof(ulong);

    protected override void Apply(int chunk, Span<ulong> words) => ChunkMasks.Equal(column.Chunk(chunk), code, words);
}

/// <summary>Where a text property is there.</summary>
sealed class CodePresentPlan(ChunkedArray<int> column) : ConditionPlan
{
    internal override int Cost => ChunkBits.Size * sizeof(int) / sizeof(ulong);

    protected override void Apply(int chunk, Span<ulong> words) => ChunkMasks.Present(column.Chunk(chunk), words);
}

/// <summary>Where a text meets a condition, worked out once for each different text.</summary>
sealed class TextPlan(TextSource source, Func<string, bool> holds) : ItemPlan
{
    const byte No = 1;
    const byte Yes = 2;

    readonly byte[] _known = new byte[source.Count];
    int _chunk;

    internal override int Cost => 2 * ChunkBits.Size;

    protected override bool Begin(int chunk, ReadOnlySpan<ulong> wanted) => !source.Codes(_chunk = chunk).IsEmpty;

    protected override bool Holds(int place)
    {
        var code = source.Codes(_chunk)[place];
        if (code < 0)
        {
            return false;
        }

        ref var known = ref _known[code];
        known = known != 0 ? known : holds(source[code]) ? Yes : No;
        return known == Yes;
    }
}

/// <summary>Where two texts of an item stand in a relation; false where either is missing.</summary>
sealed class TextPairPlan(TextSource left, TextSource right, TextRelation relation) : ItemPlan
{
    int _chunk;

    internal override int Cost => 8 * ChunkBits.Size;

    protected override bool Begin(int chunk, ReadOnlySpan<ulong> wanted) =>
        !left.Codes(_chunk = chunk).IsEmpty && !right.Codes(chunk).IsEmpty;

    protected override bool Holds(int place)
    {
        var (a, b) = (left.Codes(_chunk)[place], right.Codes(_chunk)[place]);
        return a >= 0 && b >= 0 && Meaning.Holds(relation, left[a], right[b]);
    }
}

/// <summary>Where an item's text is in the same item's set.</summary>
sealed class MemberPairPlan(TextSource text, ImmutableDictionary<int, Postings> members, Attune.Catalog.NumberedTexts texts) : ItemPlan
{
    int _chunk;

    internal override int Cost => 8 * ChunkBits.Size;

    protected override bool Begin(int chunk, ReadOnlySpan<ulong> wanted) => !text.Codes(_chunk = chunk).IsEmpty;

    protected override bool Holds(int place)
    {
        var code = text.Codes(_chunk)[place];
        return code >= 0 && (text.Texts == texts || texts.TryGet(text[code], out code))
            && members.TryGetValue(code, out var postings) && postings.Contains((_chunk << ChunkBits.Shift) + place);
    }
}
