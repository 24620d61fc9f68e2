using Attune.Catalog;
using Attune.Events;

namespace Attune.Recommending;

/// <summary>Reads what the application says of who asks, for filters that ask for it.</summary>
static class AskingUser
{
    /// <summary>The user's properties; null where there are none, nobody is known, or they are late.</summary>
    public static async ValueTask<IReadOnlyDictionary<string, PropertyValue>?> ReadAsync(
        UserDirectory? users, UserId? user, TimeSpan left, TimeProvider clock, CancellationToken cancellation)
    {
        if (users is null || user is not { } asking)
        {
            return null;
        }

        using var stage = new Stage(clock, "user");
        try
        {
            var reading = users.PropertiesAsync(asking, cancellation);
            return reading.IsCompleted
                ? await reading
                : await reading.AsTask().WaitAsync(left > TimeSpan.Zero ? left : TimeSpan.Zero, clock, cancellation);
        }
        catch (Exception fault) when (!cancellation.IsCancellationRequested)
        {
            // Without them their comparisons are false, and the answer stands.
            stage.Fail(fault);
            return null;
        }
    }
}
