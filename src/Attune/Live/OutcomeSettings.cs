using Attune.Operating;

namespace Attune.Live;

/// <summary>How what became of shown items is joined to the answers that showed them.</summary>
public sealed record OutcomeSettings
{
    /// <summary>
    /// What was shown and not taken up this long after the answer counts as passed over. 1 minute to 1 day; default 30 minutes, the
    /// length of a visit.
    /// </summary>
    public TimeSpan Window { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>
    /// Answers remembered until their first event comes, and as many until their window ends: the oldest unclaimed are forgotten, and
    /// nothing is learned of them. 100 to 1 000 000; default 10 000, about 2 KB each.
    /// </summary>
    public int Answers { get; init; } = 10_000;

    /// <summary>What is wrong, a sentence a field; empty where nothing is.</summary>
    public IReadOnlyList<string> Faults() => new SettingFaults("live.outcomes")
        .Within(Window, TimeSpan.FromMinutes(1), TimeSpan.FromDays(1))
        .Within(Answers, 100, 1_000_000)
        .Found;
}
