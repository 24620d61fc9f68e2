using Attune.Embedded.State;
using Attune.Operating.Checking;

namespace Attune.Embedded.Checking;

/// <summary>The checkpoint of profiles: readable, and how old.</summary>
/// <param name="workspace">Whose.</param>
/// <param name="folder">The state's folder.</param>
/// <param name="isServed">True where a process should be writing them.</param>
/// <param name="clock">The time.</param>
public sealed class CheckpointCheck(string workspace, string folder, bool isServed, TimeProvider clock) : ICheck
{
    static readonly TimeSpan Old = TimeSpan.FromHours(6);

    /// <inheritdoc/>
    public string About => "checkpoint";

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<Finding>> RunAsync(CancellationToken cancellation)
    {
        var findings = new Findings(About);
        var path = Path.Combine(folder, CheckpointFormat.FileName);
        if (!File.Exists(path))
        {
            return new(findings.Good($"{workspace} has no checkpoint yet; a start folds its whole log.").All);
        }

        var age = clock.GetUtcNow() - File.GetLastWriteTimeUtc(path);
        if (CheckpointReader.Read(path, (_, _) => { }, out var applied) is { } fault)
        {
            findings.Warn($"{fault}", "The next start folds the whole log anew, which takes longer.", "Nothing, if the log is whole. See what the disk says (dmesg, smartctl).");
        }
        else if (isServed && age > Old)
        {
            findings.Warn($"The last checkpoint of {workspace} is {age.TotalHours:0} hours old.", "The next start folds all that came since.", "See what the server says of its live path; look for room on the disk.");
        }
        else
        {
            findings.Good($"The checkpoint of {workspace} holds the log to {applied}.");
        }

        return new(findings.All);
    }
}
