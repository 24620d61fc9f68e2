namespace Attune.Embedded.State;

/// <summary>Why a checkpoint could not be used: the log is applied from its start instead.</summary>
/// <param name="File">The full path of the checkpoint.</param>
/// <param name="Position">The byte at which reading it stopped.</param>
/// <param name="Expected">The checksum the file says it has; 0 where reading did not come so far.</param>
/// <param name="Found">The checksum it has; 0 where reading did not come so far.</param>
/// <param name="Reason">What was wrong.</param>
public sealed record CheckpointFault(string File, long Position, uint Expected, uint Found, string Reason)
{
    /// <inheritdoc/>
    public override string ToString() =>
        $"The checkpoint {File} is corrupt at byte {Position}: {Reason} (checksum expected {Expected:x8}, found {Found:x8}).";
}
