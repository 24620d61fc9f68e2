using Attune.Learning.Sessions;
using Attune.Profiles;

namespace Attune.Live;

/// <summary>The session index as bytes: the number of the newest session, then from the oldest on each as its items.</summary>
static class SessionsCodec
{
    const int MostOfOne = 5;

    public static int MostBytes(SessionsHeld held) => 20 + ((held.Counts.Count + held.Items.Count) * MostOfOne);

    public static void Write(ref VarintWriter writer, SessionsHeld held)
    {
        writer.Signed(held.Newest);
        writer.Unsigned((ulong)held.Counts.Count);
        var place = 0;
        foreach (var count in held.Counts)
        {
            writer.Unsigned((ulong)count);
            for (var end = place + count; place < end; place++)
            {
                writer.Unsigned((ulong)held.Items[place]);
            }
        }
    }

    public static SessionsHeld Read(ref VarintReader reader)
    {
        var newest = reader.Signed();
        var counts = new int[reader.Count(int.MaxValue)];
        var items = new List<int>(counts.Length * 2);
        for (var session = 0; session < counts.Length; session++)
        {
            counts[session] = reader.Count(1_000);
            for (var left = counts[session]; left > 0; left--)
            {
                items.Add(reader.Int());
            }
        }

        return newest >= counts.Length && reader.AtEnd
            ? new SessionsHeld(newest, counts, items)
            : throw new InvalidDataException($"{counts.Length} sessions up to number {newest}, with {reader.Left} bytes too many.");
    }
}
