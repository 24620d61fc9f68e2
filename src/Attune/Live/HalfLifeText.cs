namespace Attune.Live;

/// <summary>Half-lives as the wire names them: <c>30m</c>, <c>1h</c>, <c>7d</c>.</summary>
public static class HalfLifeText
{
    /// <summary>The name of a half-life.</summary>
    public static string Of(TimeSpan halfLife) => halfLife switch
    {
        { TotalDays: >= 1 } when halfLife.TotalDays % 1 == 0 => $"{halfLife.TotalDays}d",
        { TotalHours: >= 1 } when halfLife.TotalHours % 1 == 0 => $"{halfLife.TotalHours}h",
        _ => $"{halfLife.TotalMinutes}m",
    };
}
