using Attune.Operating;

namespace Attune.Profiles;

/// <summary>How much a profile remembers.</summary>
public sealed record ProfileSettings
{
    /// <summary>Interactions kept, newest first to stay. 1 to 1 000; default 50.</summary>
    public int Recent { get; init; } = 50;

    /// <summary>Items kept out of the owner's lists, newest first to stay. 0 to 10 000; default 500.</summary>
    public int Excluded { get; init; } = 500;

    /// <summary>
    /// Items shown and not taken up since that are remembered, with the count of their impressions, last shown to stay: what a
    /// scenario's rotation goes by. 0, none, to 1 000; default 100.
    /// </summary>
    public int Impressions { get; init; } = 100;

    /// <summary>What is wrong, a sentence a field; empty where nothing is.</summary>
    public IReadOnlyList<string> Faults() =>
        new SettingFaults("live.profiles").Within(Recent, 1, 1_000).Within(Excluded, 0, 10_000).Within(Impressions, 0, 1_000).Found;
}
