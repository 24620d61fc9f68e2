using System.Globalization;
using System.Text;

namespace Attune.Server.Tests.Crash;

/// <summary>
/// What the senders of a crash test know: every event they made, and which of them were acknowledged. An event that was not
/// is sent again with the same id, as a real sender would, until it is.
/// </summary>
sealed class EventLedger(int seed, int users, int items)
{
    readonly Random _random = new(seed);
    readonly List<LedgerEvent> _events = [];
    readonly Queue<LedgerEvent> _waiting = [];
    readonly Lock _gate = new();

    public IReadOnlyList<LedgerEvent> Events => _events;

    /// <summary>Events to send next: those left from before first, then new ones.</summary>
    public List<LedgerEvent> Take(int count, bool onlyWaiting = false)
    {
        lock (_gate)
        {
            var taken = new List<LedgerEvent>(count);
            while (taken.Count < count && _waiting.TryDequeue(out var again))
            {
                taken.Add(again);
            }

            while (!onlyWaiting && taken.Count < count)
            {
                var made = new LedgerEvent(
                    "e" + _events.Count.ToString(CultureInfo.InvariantCulture),
                    "user-" + _random.Next(users).ToString(CultureInfo.InvariantCulture),
                    "item-" + _random.Next(items).ToString(CultureInfo.InvariantCulture),
                    _random.Next(10) switch { 0 => "purchase", 1 or 2 => "cart", _ => "view" });
                _events.Add(made);
                taken.Add(made);
            }

            return taken;
        }
    }

    /// <summary>No acknowledgement came: whether they were taken is not known.</summary>
    public void SendAgain(IEnumerable<LedgerEvent> events)
    {
        lock (_gate)
        {
            foreach (var unsure in events)
            {
                _waiting.Enqueue(unsure);
            }
        }
    }

    public static string Json(IEnumerable<LedgerEvent> events)
    {
        var text = new StringBuilder("[");
        foreach (var row in events)
        {
            text.Append(text.Length == 1 ? "" : ",").Append(
                CultureInfo.InvariantCulture,
                $$"""{"eventId":"{{row.Id}}","userId":"{{row.User}}","itemId":"{{row.Item}}","type":"{{row.Type}}"}""");
        }

        return text.Append(']').ToString();
    }
}

/// <summary>An event as its sender knows it.</summary>
sealed record LedgerEvent(string Id, string User, string Item, string Type);
