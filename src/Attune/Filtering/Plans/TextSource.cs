using Attune.Catalog;
using Attune.Catalog.Columns;

namespace Attune.Filtering.Plans;

/// <summary>A text of every item, as a number into a dictionary.</summary>
abstract class TextSource(NumberedTexts texts)
{
    /// <summary>The dictionary.</summary>
    internal NumberedTexts Texts => texts;

    /// <summary>How many texts the dictionary had when the plan was made.</summary>
    internal int Count { get; } = texts.Count;

    internal string this[int code] => texts[code];

    /// <summary>1 024 numbers, −1 where there is no text; empty where none of them has one.</summary>
    internal abstract ReadOnlySpan<int> Codes(int chunk);

    /// <summary>The items with one of several texts; a text nobody has says nothing.</summary>
    internal abstract ConditionPlan Having(IEnumerable<string> wanted);
}

/// <summary>A text property.</summary>
sealed class PropertyTexts(Column column, NumberedTexts texts) : TextSource(texts)
{
    // Up to here bitmaps are joined, or a list is compared code by code, wide; beyond, each different text is looked up once.
    const int MostJoined = 64;
    const int MostCompared = 8;

    internal override ReadOnlySpan<int> Codes(int chunk) => column.Codes!.Chunk(chunk);

    internal override ConditionPlan Having(IEnumerable<string> wanted)
    {
        var set = wanted.ToHashSet(StringComparer.Ordinal);
        var codes = new List<int>();
        foreach (var text in set)
        {
            if (Texts.TryGet(text, out var code))
            {
                codes.Add(code);
            }
        }

        if (column.Members is { } members && codes.Count <= MostJoined)
        {
            var postings = codes.Where(members.ContainsKey).Select(code => members[code]).ToList();
            return postings.Count == 0 ? new ConstantPlan(false) : new PostingsPlan(postings);
        }

        return codes.Count switch
        {
            0 => new ConstantPlan(false),
            <= MostCompared => new AnyPlan(codes.Select(code => new CodePlan(column.Codes!, code))),
            _ => new TextPlan(this, set.Contains),
        };
    }
}

/// <summary>The items' ids: an item's number is its ordinal.</summary>
sealed class ItemIds(NumberedTexts ids, int size) : TextSource(ids)
{
    readonly int[] _codes = new int[ChunkBits.Size];
    int _chunk = -1;

    internal override ReadOnlySpan<int> Codes(int chunk)
    {
        if (chunk != _chunk)
        {
            _chunk = chunk;
            for (var place = 0; place < _codes.Length; place++)
            {
                var ordinal = (chunk << ChunkBits.Shift) + place;
                _codes[place] = ordinal < Math.Min(size, Count) ? ordinal : -1;
            }
        }

        return _codes;
    }

    internal override ConditionPlan Having(IEnumerable<string> wanted)
    {
        var ordinals = new SortedSet<int>();
        foreach (var id in wanted)
        {
            if (Texts.TryGet(id, out var ordinal) && ordinal < size)
            {
                ordinals.Add(ordinal);
            }
        }

        return ordinals.Count == 0 ? new ConstantPlan(false) : new OrdinalsPlan([.. ordinals]);
    }
}
