using Attune.Operating;

namespace Attune.Recommending.Lists.Audiences;

/// <summary>How users are found for items and for each other, and what trends among some of them.</summary>
public sealed record AudienceSettings
{
    /// <summary>Users kept in memory to be found, those with the latest events. 0 to 10 000 000; default 200 000, which at 64 factors are 60 MB.</summary>
    public int Users { get; init; } = 200_000;

    /// <summary>A question finds users as they were at most this long ago, or begins to look anew. 1 second to 1 day; default 1 minute.</summary>
    public TimeSpan Refresh { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>The properties of users by whose values what trends is counted, as <c>country</c>. At most 5; default none.</summary>
    public IReadOnlyList<string> Segments { get; init; } = [];

    /// <summary>After this long what somebody took up counts half for their segment. 1 hour to 365 days; default 1 day.</summary>
    public TimeSpan SegmentHalfLife { get; init; } = TimeSpan.FromDays(1);

    /// <summary>What is wrong, a sentence a field; empty where nothing is.</summary>
    public IReadOnlyList<string> Faults() => new SettingFaults("audience")
        .Within(Users, 0, 10_000_000)
        .Within(Refresh, TimeSpan.FromSeconds(1), TimeSpan.FromDays(1))
        .Must(Segments.Count <= 5, "segments", $"{Segments.Count} properties; at most 5 are counted by.")
        .Within(SegmentHalfLife, TimeSpan.FromHours(1), TimeSpan.FromDays(365))
        .Found;
}
