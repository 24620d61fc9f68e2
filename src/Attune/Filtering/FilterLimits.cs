namespace Attune.Filtering;

/// <summary>The limits of a filter: with them, no text can exhaust the stack, the memory or the deadline.</summary>
public static class FilterLimits
{
    /// <summary>Longest text, in characters.</summary>
    public const int Length = 4096;

    /// <summary>Deepest nesting of parentheses, negations and arithmetic.</summary>
    public const int Depth = 64;

    /// <summary>Most literals, properties and operators together, list elements not counted.</summary>
    public const int Nodes = 512;

    /// <summary>Most elements in one list.</summary>
    public const int ListElements = 1000;
}
