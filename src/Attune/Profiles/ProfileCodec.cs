using System.Buffers;
using Attune.Events;

namespace Attune.Profiles;

/// <summary>A profile as bytes: what the state store holds.</summary>
/// <remarks>
/// <para><b>Layout</b> (v = varint, base 128, low group first; z = zigzag varint): the version · v partition ·
/// z applied · u16 mask of types counted, then a v count for each · v interactions, then for each: a byte
/// <c>type | 16 where the strength follows</c> · z item − item before · z seconds − seconds before · z offset − offset
/// before · half strength, little-endian, where it differs from the last of the same type · v exclusions, then for each
/// v <c>item × 16 + type</c> · in version 2 also v items shown, then for each: z item − item before · v impressions · z seconds −
/// seconds before.</para>
/// <para><b>Versions.</b> 1 is without items shown. It is read, and written where there are none: a program that knows no other reads it.</para>
/// <para><b>Size.</b> 8 to 10 bytes an interaction, 4 an exclusion, 5 to 7 an item shown, about 12 for the rest.</para>
/// </remarks>
public static class ProfileCodec
{
    const byte WithoutShown = 1;
    const byte Version = 2;
    const int StrengthFollows = 16;
    const int MostEntries = 100_000;

    /// <summary>The bytes of a profile.</summary>
    public static byte[] Encode(Profile profile) =>
        Encode(profile.Partition, profile.Applied, profile.Counts, profile.Recent, profile.Excluded, profile.Shown);

    /// <summary>The profile these bytes hold.</summary>
    /// <exception cref="InvalidDataException">They are of another version, cut short, or hold what no profile can.</exception>
    public static Profile Decode(ReadOnlySpan<byte> bytes)
    {
        var draft = new ProfileDraft();
        Decode(bytes, draft);
        return new Profile(draft);
    }

    internal static byte[] Encode(ProfileDraft draft) =>
        Encode(draft.Partition, draft.Applied, draft.Counts, draft.Recent, draft.Excluded, draft.Shown);

    static byte[] Encode(
        int partition,
        long applied,
        ReadOnlySpan<int> counts,
        ReadOnlySpan<Interaction> recent,
        ReadOnlySpan<Exclusion> excluded,
        ReadOnlySpan<Impressions> shown)
    {
        var most = 128 + (recent.Length * 28) + (excluded.Length * 10) + (shown.Length * 25);
        var rented = ArrayPool<byte>.Shared.Rent(most);
        var writer = new VarintWriter(rented);
        writer.Byte(shown.IsEmpty ? WithoutShown : Version);
        writer.Unsigned((ulong)partition);
        writer.Signed(applied);
        WriteCounts(ref writer, counts);
        WriteRecent(ref writer, recent);
        writer.Unsigned((ulong)excluded.Length);
        foreach (var exclusion in excluded)
        {
            writer.Unsigned(((ulong)exclusion.Item << 4) | exclusion.Type);
        }

        if (!shown.IsEmpty)
        {
            WriteShown(ref writer, shown);
        }

        var bytes = rented.AsSpan(0, writer.Length).ToArray();
        ArrayPool<byte>.Shared.Return(rented);
        return bytes;
    }

    static void WriteCounts(ref VarintWriter writer, ReadOnlySpan<int> counts)
    {
        var mask = 0;
        for (var code = 0; code < counts.Length; code++)
        {
            mask |= counts[code] > 0 ? 1 << code : 0;
        }

        writer.Byte((byte)mask);
        writer.Byte((byte)(mask >> 8));
        foreach (var count in counts)
        {
            if (count > 0)
            {
                writer.Unsigned((ulong)count);
            }
        }
    }

    static void WriteRecent(ref VarintWriter writer, ReadOnlySpan<Interaction> recent)
    {
        Span<float> last = stackalloc float[EventType.CodeCount];
        last.Clear();
        var before = default(Interaction);
        writer.Unsigned((ulong)recent.Length);
        foreach (var interaction in recent)
        {
            var said = last[interaction.Type] == interaction.Strength;
            writer.Byte((byte)(interaction.Type | (said ? 0 : StrengthFollows)));
            writer.Signed((long)interaction.Item - before.Item);
            writer.Signed(interaction.Seconds - before.Seconds);
            writer.Signed(interaction.Offset - before.Offset);
            if (!said)
            {
                writer.Half((Half)interaction.Strength);
                last[interaction.Type] = interaction.Strength;
            }

            before = interaction;
        }
    }

    static void WriteShown(ref VarintWriter writer, ReadOnlySpan<Impressions> shown)
    {
        var before = default(Impressions);
        writer.Unsigned((ulong)shown.Length);
        foreach (var item in shown)
        {
            writer.Signed((long)item.Item - before.Item);
            writer.Unsigned((ulong)item.Count);
            writer.Signed(item.Seconds - before.Seconds);
            before = item;
        }
    }

    internal static void Decode(ReadOnlySpan<byte> bytes, ProfileDraft draft)
    {
        draft.Clear();
        var reader = new VarintReader(bytes);
        var version = reader.Byte();
        if (version is not (WithoutShown or Version))
        {
            throw new InvalidDataException($"A profile of version {version}; this program reads versions {WithoutShown} and {Version}.");
        }

        draft.Partition = reader.Int();
        draft.Applied = reader.Signed();
        var mask = reader.Byte() | (reader.Byte() << 8);
        for (var code = 0; code < EventType.CodeCount; code++)
        {
            draft.Counts[code] = (mask >> code & 1) == 0 ? 0 : reader.Int();
        }

        ReadRecent(ref reader, draft);
        ReadExcluded(ref reader, draft);
        if (version == Version)
        {
            ReadShown(ref reader, draft);
        }

        if (!reader.AtEnd)
        {
            throw new InvalidDataException($"A profile of {bytes.Length} bytes has {reader.Left} too many.");
        }
    }

    static void ReadRecent(ref VarintReader reader, ProfileDraft draft)
    {
        Span<float> last = stackalloc float[EventType.CodeCount];
        last.Clear();
        var (item, seconds, offset) = (0L, 0L, 0L);
        for (var left = reader.Count(MostEntries); left > 0; left--)
        {
            var head = reader.Byte();
            var type = (byte)(head & 15);
            item += reader.Signed();
            seconds += reader.Signed();
            offset += reader.Signed();
            if ((head & StrengthFollows) != 0)
            {
                last[type] = (float)reader.Half();
            }

            draft.Add(new Interaction(VarintReader.Int(item), type, seconds, offset, last[type]), int.MaxValue);
        }
    }

    static void ReadShown(ref VarintReader reader, ProfileDraft draft)
    {
        var (item, seconds) = (0L, 0L);
        for (var left = reader.Count(MostEntries); left > 0; left--)
        {
            item += reader.Signed();
            var count = reader.Int();
            seconds += reader.Signed();
            draft.Add(new Impressions(VarintReader.Int(item), count, seconds), int.MaxValue);
        }
    }

    static void ReadExcluded(ref VarintReader reader, ProfileDraft draft)
    {
        var count = reader.Count(MostEntries);
        var excluded = ArrayPool<Exclusion>.Shared.Rent(count);
        for (var i = 0; i < count; i++)
        {
            var entry = reader.Unsigned();
            excluded[i] = new Exclusion(VarintReader.Int((long)(entry >> 4)), (byte)(entry & 15));
        }

        draft.Load(excluded.AsSpan(0, count));
        ArrayPool<Exclusion>.Shared.Return(excluded);
    }
}
