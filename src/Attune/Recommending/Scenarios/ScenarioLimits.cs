namespace Attune.Recommending.Scenarios;

/// <summary>The limits of a scenario: with them its cost in an answer is bounded.</summary>
public static class ScenarioLimits
{
    /// <summary>Longest name, in characters: letters, digits, <c>-</c>, <c>_</c> and <c>.</c>, beginning with a letter or digit.</summary>
    public const int Name = 64;

    /// <summary>The name no scenario has: among scenarios it is the address of the presets.</summary>
    public const string Reserved = "presets";

    /// <summary>Longest description, in characters.</summary>
    public const int Description = 500;

    /// <summary>Most scenarios in a workspace.</summary>
    public const int Scenarios = 1_000;

    /// <summary>Most boosts.</summary>
    public const int Boosts = 50;

    /// <summary>Most pins.</summary>
    public const int Pins = 50;

    /// <summary>Most caps.</summary>
    public const int Caps = 10;

    /// <summary>Most minimum shares.</summary>
    public const int Shares = 10;

    /// <summary>Most items excluded.</summary>
    public const int Exclude = 10_000;

    /// <summary>Versions kept of each scenario, the newest.</summary>
    public const int Versions = 50;

    /// <summary>True where a text can be a scenario's name.</summary>
    public static bool IsName(string name) =>
        name.Length is > 0 and <= Name && char.IsAsciiLetterOrDigit(name[0])
        && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.');
}
