using System.Text.Json;
using Attune.Events;
using Attune.Simulating;

namespace Attune.Server.Commands.Shop;

/// <summary>
/// Which simulated shop a data directory holds: enough to draw the same shop again at a later start. Kept beside the data as
/// <c>shop.json</c>.
/// </summary>
/// <param name="Settings">Its sizes and seed.</param>
/// <param name="HistoryStart">When its history begins, microseconds since 1970.</param>
sealed record ShopPlan(ShopSettings Settings, long HistoryStart)
{
    public ShopSimulator Draw() => new(Settings, new EventTime(HistoryStart));

    /// <summary>The shop of a directory; a new one, whose history ends now, where there is none yet.</summary>
    public static (ShopPlan Plan, bool IsNew) Of(string data, ShopSettings settings, TimeProvider clock)
    {
        var file = Path.Combine(data, "shop.json");
        if (File.Exists(file) && JsonSerializer.Deserialize<ShopPlan>(File.ReadAllText(file)) is { } kept)
        {
            return (kept, false);
        }

        return (new ShopPlan(settings, EventTime.Now(clock).Plus(-settings.History).Micros), true);
    }

    /// <summary>Says that the shop is filled: from now on it is found again.</summary>
    public void Keep(string data) => File.WriteAllText(Path.Combine(data, "shop.json"), JsonSerializer.Serialize(this));
}
