using System.Buffers;
using Attune.Profiles;

namespace Attune.Live;

/// <summary>The visits under way in a partition as bytes: the old half, then the young one, each as profile key and items.</summary>
static class VisitsCodec
{
    public static byte[] Encode(Visits visits)
    {
        var size = 32;
        foreach (var (key, visit) in visits.Old.Concat(visits.Young))
        {
            size += 26 + (key.Length * 3) + (visit.Items.Count * 21);
        }

        var bytes = ArrayPool<byte>.Shared.Rent(size);
        var writer = new VarintWriter(bytes);
        Write(ref writer, visits.Old);
        Write(ref writer, visits.Young);
        return OverlayCodec.Done(bytes, writer.Length);
    }

    public static Visits Decode(ReadOnlySpan<byte> bytes, CoVisitSettings settings)
    {
        var visits = new Visits(settings);
        var reader = new VarintReader(bytes);
        Read(ref reader, visits.Old);
        Read(ref reader, visits.Young);
        return reader.AtEnd ? visits : throw new InvalidDataException($"Visits of {bytes.Length} bytes have {reader.Left} too many.");
    }

    static void Write(ref VarintWriter writer, Dictionary<string, Visit> visits)
    {
        writer.Unsigned((ulong)visits.Count);
        foreach (var (key, visit) in visits)
        {
            writer.Text(key);
            writer.Signed(visit.Session);
            writer.Unsigned((ulong)visit.Items.Count);
            foreach (var item in visit.Items)
            {
                writer.Unsigned((ulong)item.Item);
                writer.Signed(item.Micros);
                writer.Float(item.Strength);
                writer.Byte(item.Bought ? (byte)1 : (byte)0);
            }
        }
    }

    static void Read(ref VarintReader reader, Dictionary<string, Visit> visits)
    {
        for (var left = reader.Count(int.MaxValue); left > 0; left--)
        {
            var visit = visits[reader.Text()] = new Visit();
            visit.Session = reader.Signed();
            for (var items = reader.Count(1_000); items > 0; items--)
            {
                visit.Restore(new VisitItem(reader.Int(), reader.Signed(), reader.Float(), reader.Byte() == 1));
            }
        }
    }
}
