
namespace Attune.Recommending.Answers;

/// <summary>What an answer and those that followed it have shown, and when.</summary>
/// <param name="window">For how long it counts.</param>
/// <param name="clock">Tells the time.</param>
sealed class AnswerChain(TimeSpan window, TimeProvider clock)
{
    readonly Dictionary<int, DateTimeOffset> _shown = [];

    /// <summary>Held by whoever goes on with the chain; never disposed of, as it makes no handle.</summary>
    public SemaphoreSlim Turn { get; } = new(1);

    /// <summary>When it was last gone on with.</summary>
    public DateTimeOffset Used { get; private set; } = clock.GetUtcNow();

    /// <summary>Takes up what an earlier answer showed, and what had been shown before it.</summary>
    public void Add(AnswerRecord record)
    {
        var at = DateTimeOffset.UnixEpoch.AddTicks(record.Time.Micros * TimeSpan.TicksPerMicrosecond);
        foreach (var slot in record.Inputs.Slots)
        {
            _shown.TryAdd(slot.Item, at);
        }

        foreach (var item in record.Inputs.Shown)
        {
            _shown.TryAdd(item, at);
        }
    }

    /// <summary>Takes up what is shown now.</summary>
    public void Add(IEnumerable<int> items)
    {
        Used = clock.GetUtcNow();
        foreach (var item in items)
        {
            _shown[item] = Used;
        }
    }

    /// <summary>The items shown lately.</summary>
    public int[] Shown()
    {
        var since = clock.GetUtcNow() - window;
        return [.. _shown.Where(entry => entry.Value > since && entry.Key >= 0).Select(entry => entry.Key)];
    }
}
