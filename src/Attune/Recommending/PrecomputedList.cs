using Attune.Learning.Factors;
using Attune.Profiles;

namespace Attune.Recommending;

/// <summary>A list made for one user in advance: what is answered when there is no time, or no model, for a better one.</summary>
/// <param name="Generation">The generation it was made with.</param>
/// <param name="Items">Ordinals and scores, best first; scores are above 0.</param>
public sealed record PrecomputedList(int Generation, IReadOnlyList<ScoredItem> Items)
{
    const byte Version = 1;
    const int MostItems = 10_000;

    /// <summary>The bytes kept under <see cref="State.StateKind.List"/>: version, generation, count (varints), then a varint
    /// ordinal and a half-precision score, little-endian, each.</summary>
    public byte[] Encode()
    {
        var bytes = new byte[32 + (Items.Count * 12)];
        var writer = new VarintWriter(bytes);
        writer.Byte(Version);
        writer.Unsigned((ulong)Generation);
        writer.Unsigned((ulong)Items.Count);
        foreach (var item in Items)
        {
            writer.Unsigned((ulong)item.Item);
            writer.Half((Half)item.Score);
        }

        return bytes[..writer.Length];
    }

    /// <summary>The list these bytes hold.</summary>
    /// <exception cref="InvalidDataException">They are damaged or of another version.</exception>
    public static PrecomputedList Decode(ReadOnlySpan<byte> bytes)
    {
        var reader = new VarintReader(bytes);
        var version = reader.Byte();
        if (version != Version)
        {
            throw new InvalidDataException($"A list of version {version}; this program reads version {Version}.");
        }

        var generation = reader.Int();
        var items = new ScoredItem[reader.Count(MostItems)];
        for (var i = 0; i < items.Length; i++)
        {
            items[i] = new ScoredItem(reader.Int(), (float)reader.Half());
        }

        return new PrecomputedList(generation, items);
    }
}
