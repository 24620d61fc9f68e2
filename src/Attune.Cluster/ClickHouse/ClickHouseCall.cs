namespace Attune.Cluster.ClickHouse;

/// <summary>One statement on its way to the server.</summary>
/// <param name="Doing">What it is for, as the rest of "could not": <c>append events</c>.</param>
/// <param name="Sql">The statement.</param>
sealed record ClickHouseCall(string Doing, string Sql)
{
    /// <summary>The rows of an insert; null for every other statement.</summary>
    public ReadOnlyMemory<byte>? Rows { get; init; }

    /// <summary>In which database names without one are looked up; null for the server's own.</summary>
    public string? Database { get; init; }

    /// <summary>ClickHouse's settings for it. <c>readonly</c> has to be the last: nothing may be set after it.</summary>
    public IReadOnlyList<(string Name, string Value)> Settings { get; init; } = [];

    /// <summary>True where nothing changes by its being carried out twice.</summary>
    public bool MayRepeat { get; init; } = true;

    /// <summary>How long the server may be silent; null for the settings' own.</summary>
    public TimeSpan? Silence { get; init; }

    /// <summary>By what name the server knows it while it runs; null for one that the server makes up.</summary>
    public string? QueryId { get; init; }

    /// <summary>True where a person wrote it.</summary>
    public bool IsQuestion { get; init; }
}
