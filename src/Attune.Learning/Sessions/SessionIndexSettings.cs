namespace Attune.Learning.Sessions;

/// <summary>How much a <see cref="SessionIndex"/> holds.</summary>
public sealed record SessionIndexSettings
{
    /// <summary>Sessions held; the one begun longest ago falls out. 1 to 50 000 000; default 200 000.</summary>
    public int Capacity { get; init; } = 200_000;

    /// <summary>Items of a session held together, 2 to 256; default 30. What comes after goes on as another session.</summary>
    public int Length { get; init; } = 30;

    /// <summary>Most recent sessions found by an item, 1 to 100 000; default 1 000. What may be asked for is at most this.</summary>
    public int SessionsPerItem { get; init; } = 1_000;

    /// <summary>Refuses a setting outside its range.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Some setting is out of range; the message names it, its value and the limit.</exception>
    public void Validate()
    {
        Limits.Check(Capacity, 1, 50_000_000, nameof(Capacity));
        Limits.Check(Length, 2, 256, nameof(Length));
        Limits.Check(SessionsPerItem, 1, 100_000, nameof(SessionsPerItem));
        if ((long)Capacity * (Length + SessionIndex.HeadLength) > Array.MaxLength)
        {
            throw new ArgumentOutOfRangeException(
                nameof(Capacity), Capacity, $"{Capacity} sessions of {Length} items are more than {Array.MaxLength} places; hold fewer, or shorter ones.");
        }
    }
}
