using System.Globalization;
using Attune.Operating.Jobs;

namespace Attune.Operating;

/// <summary>Copies of a workspace, written as a job.</summary>
public static class WorkspaceBackups
{
    /// <summary>What it is called among the jobs.</summary>
    public const string Kind = "backup";

    /// <summary>Starts writing one, or gives the job that writes one.</summary>
    /// <param name="jobs">The workspace's.</param>
    /// <param name="workspace">Its name.</param>
    /// <param name="write">What writes it; null where the workspace stands on servers, and the job fails.</param>
    /// <param name="directory">Where to: missing, or empty.</param>
    internal static Job Start(JobBoard jobs, string workspace, WorkspaceBackup? write, string directory) => jobs.Start(Kind, async (job, cancellation) =>
    {
        if (write is null)
        {
            throw new InvalidOperationException(
                $"Workspace {workspace} stands on servers. Each has a tool of its own for backups; docs/backup.md has them, and their order.");
        }

        var bytes = await Task.Run(() => write(directory, job.Report, cancellation), cancellation);
        return string.Create(CultureInfo.InvariantCulture, $"{bytes} bytes in {directory}.");
    });
}

/// <summary>Writes a copy of a workspace, from which it can be opened, while it is worked on.</summary>
/// <param name="directory">Where to: missing, or empty.</param>
/// <param name="told">Told the share and the part.</param>
/// <param name="cancellation">Ends it; what was written is no copy of anything.</param>
/// <returns>Bytes written.</returns>
/// <exception cref="IOException">The directory is not empty, or cannot be written to.</exception>
public delegate Task<long> WorkspaceBackup(string directory, Action<double, string?> told, CancellationToken cancellation);
