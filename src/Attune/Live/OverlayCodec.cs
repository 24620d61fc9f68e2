using System.Buffers;
using Attune.Learning.Sessions;
using Attune.Profiles;

namespace Attune.Live;

/// <summary>The overlay as named parts for the state store, and back.</summary>
/// <remarks>
/// Every part begins with the version and the offsets it holds for, because a store may keep the parts of two checkpoints
/// after a crash between them: parts that do not agree are no overlay, and it is counted again from the log.
/// Integers are varints and floats little-endian, as in <see cref="ProfileCodec"/>; counts are in ordinal order.
/// </remarks>
static class OverlayCodec
{
    public const string TrendingPart = "trending";
    public const string CoVisitsPart = "covisits";
    public const string SessionsPart = "sessions";
    public const string VisitsPart = "visits";
    public const string OutcomesPart = "outcomes";
    const byte Version = 5;

    // As 5, without the removals.
    const byte VersionWithoutRemovals = 4;

    // As 4, without what was learned from outcomes.
    const byte VersionWithoutOutcomes = 3;

    public static IReadOnlyList<string> Parts { get; } = [TrendingPart, CoVisitsPart, SessionsPart, VisitsPart, OutcomesPart];

    /// <summary>The parts, in the order of <see cref="Parts"/>.</summary>
    public static byte[][] Encode(OverlaySnapshot snapshot) =>
        [EncodeTrending(snapshot), EncodeCoVisits(snapshot), EncodeSessions(snapshot), EncodeVisitsPart(snapshot), EncodeOutcomes(snapshot)];

    /// <summary>The overlay of these parts; one that is missing is null, and only a part its version did not have may be.</summary>
    /// <exception cref="InvalidDataException">A part is damaged, of another version or of another checkpoint.</exception>
    public static OverlaySnapshot Decode(IReadOnlyList<byte[]?> parts)
    {
        var reader = new VarintReader(PartOf(parts, 0));
        var (version, applied, latest, removals) = ReadHead(ref reader);
        var views = new TrendingView[reader.Count(64)];
        for (var i = 0; i < views.Length; i++)
        {
            views[i] = ReadView(ref reader);
        }

        return new OverlaySnapshot(
            applied,
            latest,
            views,
            DecodeCoVisits(PartOf(parts, 1), applied),
            DecodeSessions(PartOf(parts, 2), applied),
            DecodeVisitsPart(PartOf(parts, 3), applied),
            version == VersionWithoutOutcomes ? OutcomesHeld.Nothing : DecodeOutcomes(PartOf(parts, 4), applied))
        {
            Removals = removals,
        };
    }

    static byte[] PartOf(IReadOnlyList<byte[]?> parts, int n) =>
        parts[n] ?? throw new InvalidDataException($"The part '{Parts[n]}' is missing.");

    static byte[] EncodeTrending(OverlaySnapshot snapshot)
    {
        var bytes = ArrayPool<byte>.Shared.Rent(
            HeadSize(snapshot) + 16 + snapshot.Trending.Sum(view => 32 + (view.Counts.Length * 4)));
        var writer = new VarintWriter(bytes);
        WriteHead(ref writer, snapshot);
        writer.Unsigned((ulong)snapshot.Trending.Length);
        foreach (var view in snapshot.Trending)
        {
            writer.Signed(view.HalfLife.Ticks);
            writer.Signed(view.Landmark);
            writer.Unsigned((ulong)view.Counts.Length);
            foreach (var count in view.Counts)
            {
                writer.Float(count);
            }
        }

        return Done(bytes, writer.Length);
    }

    static byte[] EncodeCoVisits(OverlaySnapshot snapshot)
    {
        var bytes = ArrayPool<byte>.Shared.Rent(
            HeadSize(snapshot) + snapshot.CoVisits.Sum(kind => 16 + kind.Sum(list => 20 + ((list?.Count ?? 0) * 10))));
        var writer = new VarintWriter(bytes);
        WriteHead(ref writer, snapshot);
        foreach (var kind in snapshot.CoVisits)
        {
            Write(ref writer, kind);
        }

        return Done(bytes, writer.Length);
    }

    static void Write(ref VarintWriter writer, PartnerList?[] lists)
    {
        writer.Unsigned((ulong)lists.Length);
        foreach (var list in lists)
        {
            writer.Unsigned((ulong)(list?.Count ?? 0));
            if (list is { Count: > 0 })
            {
                writer.Signed(list.Landmark);
                for (var i = 0; i < list.Count; i++)
                {
                    writer.Unsigned((ulong)list.Items[i]);
                    writer.Float(list.Weights[i]);
                }
            }
        }
    }

    static PartnerList?[][] DecodeCoVisits(ReadOnlySpan<byte> bytes, long[] applied)
    {
        var reader = new VarintReader(bytes);
        CheckHead(ref reader, applied);
        var kinds = new PartnerList?[CoVisitsByKind.Kinds][];
        for (var kind = 0; kind < kinds.Length; kind++)
        {
            kinds[kind] = ReadLists(ref reader);
        }

        return kinds;
    }

    static PartnerList?[] ReadLists(ref VarintReader reader)
    {
        var lists = new PartnerList?[reader.Count(int.MaxValue)];
        for (var item = 0; item < lists.Length; item++)
        {
            var count = reader.Count(1_000);
            if (count == 0)
            {
                continue;
            }

            var list = new PartnerList
            {
                Landmark = reader.Signed(),
                Items = new int[count],
                Weights = new float[count],
                Epoch = 0,
                Count = count,
            };
            for (var i = 0; i < count; i++)
            {
                (list.Items[i], list.Weights[i]) = (reader.Int(), reader.Float());
            }

            lists[item] = list;
        }

        return lists;
    }

    static byte[] EncodeSessions(OverlaySnapshot snapshot)
    {
        var bytes = ArrayPool<byte>.Shared.Rent(HeadSize(snapshot) + SessionsCodec.MostBytes(snapshot.Sessions));
        var writer = new VarintWriter(bytes);
        WriteHead(ref writer, snapshot);
        SessionsCodec.Write(ref writer, snapshot.Sessions);
        return Done(bytes, writer.Length);
    }

    static SessionsHeld DecodeSessions(ReadOnlySpan<byte> bytes, long[] applied)
    {
        var reader = new VarintReader(bytes);
        CheckHead(ref reader, applied);
        return SessionsCodec.Read(ref reader);
    }

    static byte[] EncodeVisitsPart(OverlaySnapshot snapshot)
    {
        var bytes = ArrayPool<byte>.Shared.Rent(HeadSize(snapshot) + snapshot.Visits.Sum(visits => 10 + visits.Length));
        var writer = new VarintWriter(bytes);
        WriteHead(ref writer, snapshot);
        foreach (var visits in snapshot.Visits)
        {
            writer.Unsigned((ulong)visits.Length);
            writer.Bytes(visits);
        }

        return Done(bytes, writer.Length);
    }

    static byte[][] DecodeVisitsPart(ReadOnlySpan<byte> bytes, long[] applied)
    {
        var reader = new VarintReader(bytes);
        CheckHead(ref reader, applied);
        var visits = new byte[applied.Length][];
        for (var i = 0; i < visits.Length; i++)
        {
            visits[i] = reader.Bytes(reader.Count(int.MaxValue)).ToArray();
        }

        return visits;
    }

    static byte[] EncodeOutcomes(OverlaySnapshot snapshot)
    {
        var bytes = ArrayPool<byte>.Shared.Rent(HeadSize(snapshot) + OutcomesCodec.MostBytes(snapshot.Outcomes));
        var writer = new VarintWriter(bytes);
        WriteHead(ref writer, snapshot);
        OutcomesCodec.Write(ref writer, snapshot.Outcomes);
        return Done(bytes, writer.Length);
    }

    static OutcomesHeld DecodeOutcomes(ReadOnlySpan<byte> bytes, long[] applied)
    {
        var reader = new VarintReader(bytes);
        CheckHead(ref reader, applied);
        return OutcomesCodec.Read(ref reader);
    }

    static TrendingView ReadView(ref VarintReader reader)
    {
        var halfLife = TimeSpan.FromTicks(reader.Signed());
        var landmark = reader.Signed();
        var counts = new float[reader.Count(int.MaxValue)];
        for (var i = 0; i < counts.Length; i++)
        {
            counts[i] = reader.Float();
        }

        return new TrendingView(halfLife, counts, landmark);
    }

    static int HeadSize(OverlaySnapshot snapshot) => 42 + (snapshot.Applied.Length * 10);

    static void WriteHead(ref VarintWriter writer, OverlaySnapshot snapshot)
    {
        writer.Byte(Version);
        writer.Signed(snapshot.Latest);
        writer.Unsigned((ulong)snapshot.Removals);
        writer.Unsigned((ulong)snapshot.Applied.Length);
        foreach (var offset in snapshot.Applied)
        {
            writer.Signed(offset);
        }
    }

    static (byte Version, long[] Applied, long Latest, int Removals) ReadHead(ref VarintReader reader)
    {
        var version = reader.Byte();
        if (version is not (Version or VersionWithoutRemovals or VersionWithoutOutcomes))
        {
            throw new InvalidDataException($"A part of version {version}; this program reads versions {VersionWithoutOutcomes} to {Version}.");
        }

        var latest = reader.Signed();
        var removals = version == Version ? reader.Int() : 0;
        var applied = new long[reader.Count(100_000)];
        for (var i = 0; i < applied.Length; i++)
        {
            applied[i] = reader.Signed();
        }

        return (version, applied, latest, removals);
    }

    static void CheckHead(ref VarintReader reader, long[] applied)
    {
        var (_, other, _, _) = ReadHead(ref reader);
        if (!other.AsSpan().SequenceEqual(applied))
        {
            throw new InvalidDataException(
                $"Parts of two checkpoints: at {string.Join('.', applied)} and at {string.Join('.', other)}.");
        }
    }

    internal static byte[] Done(byte[] rented, int length)
    {
        var bytes = rented.AsSpan(0, length).ToArray();
        ArrayPool<byte>.Shared.Return(rented);
        return bytes;
    }
}
