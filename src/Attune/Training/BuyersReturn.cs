using Attune.Events;
using Attune.Learning.Repeats;
using Attune.Training.Slots;

namespace Attune.Training;

/// <summary>How often, and after how long, whoever bought an item buys it again (<see cref="RepeatRates"/> over purchases alone).</summary>
static class BuyersReturn
{
    /// <summary>Purchases of one item by one user no further apart are one occasion.</summary>
    static readonly TimeSpan Occasion = TimeSpan.FromHours(1);

    /// <summary>By item: rate, and interval in seconds; both empty where nothing was bought.</summary>
    public static (float[] Rates, float[] Intervals) Train(TrainingPart part)
    {
        var events = part.Events;
        if (!events.Type.Span.Contains(EventType.Purchase.Code))
        {
            return ([], []);
        }

        var purchases = events.Where(Array.ConvertAll(events.Type.ToArray(), type => type == EventType.Purchase.Code));
        var found = RepeatRates.Train(purchases, new RepeatSettings { Occasion = Occasion.Ticks / TimeSpan.TicksPerMicrosecond });
        return ([.. found.Rates], [.. found.Intervals.Select(micros => (float)(micros / EventTime.MicrosPerSecond))]);
    }
}
