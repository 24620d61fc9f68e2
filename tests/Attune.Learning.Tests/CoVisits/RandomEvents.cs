using Attune.Learning.CoVisits;

namespace Attune.Learning.Tests.CoVisits;

/// <summary>Histories of a seed: two kinds of event, times that stand still now and then, items that come up again.</summary>
static class RandomEvents
{
    internal static UserEvents Of(int users, int items, int events, int seed)
    {
        var random = new Random(seed);
        var (user, item, time, kind) = (new int[events], new int[events], new long[events], new byte[events]);
        for (var n = 0; n < events; n++)
        {
            user[n] = random.Next(users);
            item[n] = Math.Min(random.Next(items), random.Next(items));
            time[n] = n == 0 ? 0 : time[n - 1] + random.Next(4);
            kind[n] = (byte)random.Next(3);
        }

        return UserEvents.From(users, items, user, item, time, kind);
    }

    /// <summary>Everything that can be set, set to something.</summary>
    internal static CoVisitSettings Settings { get; } = new()
    {
        K = 7,
        Kinds = [new(0, 0), new(0, 1, 3), new(1, 1, 2)],
        Window = 6,
        WindowTime = 900,
        GapExponent = 0.7,
        GapHalfLife = 500,
        Backward = 0.4,
        UserExponent = 0.5,
        HalfLife = 2_000,
        Now = 3_000,
        SourceExponent = 0.3,
        TargetExponent = 0.6,
        Shrinkage = 0.5,
        Significance = 0.1,
        SignificanceExponent = 0.5,
    };
}
