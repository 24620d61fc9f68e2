namespace Attune.Live;

/// <summary>What of the live path's work falls to this node, where there are several.</summary>
public sealed record LiveStanding
{
    /// <summary>Everything: a process of its own.</summary>
    public static LiveStanding Everything { get; } = new();

    /// <summary>True to fold profiles, of the partitions this node is given. Default true.</summary>
    public bool Folds { get; init; } = true;

    /// <summary>Asked before each checkpoint whether this node writes it: one does for all. Default: yes.</summary>
    public Func<bool> Checkpoints { get; init; } = () => true;

    /// <summary>Asked before the log is followed whether the catalog has numbered so many items. Default: yes.</summary>
    public Func<int, CancellationToken, ValueTask<bool>> HasNumbered { get; init; } = (_, _) => new(true);
}
