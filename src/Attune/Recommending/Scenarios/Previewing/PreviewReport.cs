using Attune.Events;

namespace Attune.Recommending.Scenarios.Previewing;

/// <summary>What a proposed scenario would change, by the last questions asked.</summary>
public sealed record PreviewReport
{
    /// <summary>Questions answered both ways; 0 where no answer is kept, and then all figures are 0.</summary>
    public required int Questions { get; init; }

    /// <summary>True where these are questions of the scenario itself; false where too few of those were asked and all scenarios' questions stand in.</summary>
    public required bool OwnQuestions { get; init; }

    /// <summary>The version in force that it was compared with; 0 where none of the name was saved.</summary>
    public required int InForce { get; init; }

    /// <summary>Part of all places whose item differs, a place that only one list has included; 0 to 1.</summary>
    public required double ChangedSlots { get; init; }

    /// <summary>Mean over the questions of the items in both lists by the items of the longer one; 0 to 1.</summary>
    public required double Overlap { get; init; }

    /// <summary>Mean score of a list after, by that of a list before, less 1; null where the lists before score nothing.</summary>
    /// <remarks>Both lists of a question are scored alike, by the engine without a scenario's rules, its best item as 1.</remarks>
    public required double? Effect { get; init; }

    /// <summary>The lists of the scenario in force.</summary>
    public required PreviewSide Before { get; init; }

    /// <summary>The lists of the proposed one.</summary>
    public required PreviewSide After { get; init; }

    /// <summary>The items that gain most places, the most first; at most 10.</summary>
    public required IReadOnlyList<PreviewMove> Gaining { get; init; }

    /// <summary>The items that lose most places, the most first; at most 10.</summary>
    public required IReadOnlyList<PreviewMove> Losing { get; init; }

    /// <summary>What the proposed scenario will do that may not be meant, a sentence each.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }
}

/// <summary>The lists of one scenario in a preview.</summary>
/// <param name="Empty">Lists without an item.</param>
/// <param name="TooShort">Lists with an item and fewer than wanted.</param>
/// <param name="Coverage">Part of the listed items that is in any list; 0 to 1.</param>
/// <param name="Categories">Mean number of distinct categories in a list.</param>
public sealed record PreviewSide(int Empty, int TooShort, double Coverage, double Categories);

/// <summary>How often an item was shown.</summary>
/// <param name="Item">Which.</param>
/// <param name="Before">Places by the scenario in force.</param>
/// <param name="After">Places by the proposed one.</param>
public sealed record PreviewMove(ItemId Item, int Before, int After);

/// <summary>What became of a preview.</summary>
public abstract record PreviewOutcome
{
    /// <summary>It was made.</summary>
    /// <param name="Report">What it shows.</param>
    public sealed record Made(PreviewReport Report) : PreviewOutcome;

    /// <summary>The proposed scenario could not be saved like this.</summary>
    /// <param name="Faults">All that is wrong.</param>
    public sealed record Refused(IReadOnlyList<ScenarioFault> Faults) : PreviewOutcome;
}
