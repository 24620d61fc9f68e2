namespace ClientShop;

/// <summary>What can be said on the command line, as <c>--Attune http://10.0.0.7:8080</c>.</summary>
sealed record ShopSettings
{
    /// <summary>The server.</summary>
    public Uri Attune { get; init; } = new("http://127.0.0.1:8080");

    /// <summary>Opens it; null for a server on this machine that has no keys.</summary>
    public string? Key { get; init; }

    /// <summary>Longest time a page waits for its list.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Most events that wait while the server is away.</summary>
    public int Capacity { get; init; } = 10_000;

    /// <summary>How long to leave a server alone that did not answer.</summary>
    public TimeSpan Pause { get; init; } = TimeSpan.FromSeconds(2);
}
