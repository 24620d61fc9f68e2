namespace Attune.Client.Wire;

/// <summary>What a proposed scenario would change, by the last questions asked: each is answered by the one in force and by the proposed one.</summary>
public sealed record PreviewInfo
{
    /// <summary>Questions answered both ways.</summary>
    public required int Questions { get; init; }

    /// <summary><c>scenario</c>: its own questions; <c>workspace</c>: those of all scenarios, for want of 20 of its own.</summary>
    public required string Of { get; init; }

    /// <summary>The version it was compared with; 0 where none of the name was saved.</summary>
    public required int InForce { get; init; }

    /// <summary>Part of all places whose item differs, 0 to 1.</summary>
    public required double ChangedSlots { get; init; }

    /// <summary>Mean part of the longer list that is in both, 0 to 1.</summary>
    public required double Overlap { get; init; }

    /// <summary>The expected effect: mean score of a list after by that of a list before, less 1; without rules scored. Left out where the lists before score nothing.</summary>
    public double? Effect { get; init; }

    /// <summary>The lists of the scenario in force.</summary>
    public required PreviewLists Before { get; init; }

    /// <summary>The lists of the proposed one.</summary>
    public required PreviewLists After { get; init; }

    /// <summary>The items that gain most places, at most 10.</summary>
    public required IReadOnlyList<PreviewPlaces> Gaining { get; init; }

    /// <summary>The items that lose most places, at most 10.</summary>
    public required IReadOnlyList<PreviewPlaces> Losing { get; init; }

    /// <summary>What the proposed scenario will do that may not be meant.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }

    /// <summary>Why the figures say nothing, where they do not.</summary>
    public string? Note { get; init; }
}

/// <summary>The lists of one side of a preview.</summary>
/// <param name="Empty">Without an item.</param>
/// <param name="TooShort">With fewer items than wanted.</param>
/// <param name="Coverage">Part of the listed items that is in any of them, 0 to 1.</param>
/// <param name="Categories">Mean number of distinct categories in one.</param>
public sealed record PreviewLists(int Empty, int TooShort, double Coverage, double Categories);

/// <summary>How often an item was shown.</summary>
/// <param name="ItemId">Which.</param>
/// <param name="Before">Places by the scenario in force.</param>
/// <param name="After">Places by the proposed one.</param>
public sealed record PreviewPlaces(string ItemId, int Before, int After);
