using System.Globalization;

namespace Attune.Load.Clusters;

/// <summary>Every node is stopped as an upgrade stops it, and started again, one after the other, and once more back, under traffic.</summary>
static class Rolling
{
    public static async Task<IReadOnlyList<Measurement>> RunAsync(Rig rig, CancellationToken cancellation)
    {
        var rows = new List<Measurement>();
        foreach (var way in (string[])["to the next version", "back"])
        {
            var traffic = rig.Traffic.RunAsync(400, 50, TimeSpan.FromSeconds(60), cancellation);
            foreach (var node in rig.Nodes)
            {
                await node.StopAsync();
                await rig.StartAsync(node, cancellation);
            }

            var (events, questions) = await traffic;
            await rig.SettleAsync(cancellation);
            rows.Add(new(
                $"four nodes rolled {way}: questions failed, batches of events failed; questions' p99",
                string.Create(CultureInfo.InvariantCulture, $"{questions.Failures}, {events.Failures}; {questions.Latencies.At(99):0} ms"),
                "0, 0", questions.Failures + events.Failures == 0));
        }

        rows.Add(await Verdict.OfAsync(rig, cancellation));
        return rows;
    }
}
