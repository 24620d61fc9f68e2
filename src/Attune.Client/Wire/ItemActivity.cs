namespace Attune.Client.Wire;

/// <summary>What the stream says of one item just now: for a look inside.</summary>
public sealed record ItemActivity
{
    /// <summary>The item.</summary>
    public required string ItemId { get; init; }

    /// <summary>How much it is taken up, decayed: strength by half-life, as <c>1h</c>, <c>1d</c>, <c>7d</c>.</summary>
    public required IReadOnlyDictionary<string, double> Trending { get; init; }
}
