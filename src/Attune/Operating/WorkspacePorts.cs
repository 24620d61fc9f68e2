using Attune.Catalog;
using Attune.Events;
using Attune.History;
using Attune.Recommending.Answers;
using Attune.State;

namespace Attune.Operating;

/// <summary>The four ports of one workspace, opened: all that the engine knows of the world.</summary>
/// <param name="Log">Behaviour, in order.</param>
/// <param name="History">Behaviour, in columns.</param>
/// <param name="State">Profiles, overlay, precomputed lists.</param>
/// <param name="Catalog">Items, users' properties, documents, generations.</param>
public sealed record WorkspacePorts(IEventLog Log, IHistory History, IStateStore State, ICatalogStore Catalog) : IAsyncDisposable
{
    /// <summary>
    /// Told where the places are to be had up to which the log is no longer needed; null where the log keeps its events by
    /// rules of its own.
    /// </summary>
    public Action<Func<LogToken>>? Retention { get; init; }

    /// <summary>What else runs over the ports for as long as they are open, ended before them.</summary>
    public IReadOnlyList<IAsyncDisposable> Besides { get; init; } = [];

    /// <summary>Where answers are kept beyond memory and process; null for nowhere.</summary>
    public IAnswerStore? Answers { get; init; }

    /// <summary>Writes a copy of all four; null where one is on a server, which has tools of its own.</summary>
    public WorkspaceBackup? Backup { get; init; }

    /// <summary>Closes them: the log first, so that nothing more is accepted.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var one in Besides)
        {
            await one.DisposeAsync();
        }

        await Log.DisposeAsync();
        if (Answers is not null)
        {
            await Answers.DisposeAsync();
        }

        await History.DisposeAsync();
        await State.DisposeAsync();
        await Catalog.DisposeAsync();
    }
}
