using Attune.Events;

namespace Attune.Columns;

/// <summary>The events in one engine.</summary>
interface ITable : IAsyncDisposable
{
    /// <summary>The engine's name and version.</summary>
    string Name { get; }

    /// <summary>Takes the events in, and leaves them as an operator would.</summary>
    Task LoadAsync(IEnumerable<EventBatch> batches);

    /// <summary>What they take on the disk.</summary>
    Task<long> BytesAsync();

    /// <summary>Asks, and reads all of the answer.</summary>
    /// <returns>How many rows there were.</returns>
    Task<int> AskAsync(string sql);
}
