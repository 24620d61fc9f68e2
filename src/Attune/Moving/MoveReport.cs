namespace Attune.Moving;

/// <summary>What a move found on both sides when it had ended.</summary>
/// <param name="Workspace">The workspace.</param>
/// <param name="Copied">Events copied by this run.</param>
/// <param name="Rows">By kind.</param>
public sealed record MoveReport(string Workspace, long Copied, IReadOnlyList<MoveRow> Rows)
{
    /// <summary>True where nothing differs.</summary>
    public bool IsEqual => Rows.All(row => row.IsEqual);

    /// <summary>Puts two inventories side by side.</summary>
    public static MoveReport Compare(
        string workspace, long copied, IReadOnlyDictionary<string, Tally> source, IReadOnlyDictionary<string, Tally> target) => new(
            workspace, copied, [.. source.Keys.Union(target.Keys).Order(StringComparer.Ordinal)
                .Select(name => new MoveRow(name, source.GetValueOrDefault(name), target.GetValueOrDefault(name)))]);
}

/// <summary>One kind of thing on both sides.</summary>
/// <param name="Name">What is counted.</param>
/// <param name="Source">In the source.</param>
/// <param name="Target">In the target.</param>
public sealed record MoveRow(string Name, Tally Source, Tally Target)
{
    /// <summary>True where count and checksum are the same.</summary>
    public bool IsEqual => Source == Target;
}
