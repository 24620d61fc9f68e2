using Attune.Catalog;
using Attune.Learning.Parallelism;

namespace Attune.Searching;

/// <summary>Keeps the index of a catalog's texts up to date with it.</summary>
/// <remarks>
/// <para><b>When.</b> At the start it is filled beside everything else, 4 096 items at a time: until then a search finds what is in it
/// so far. A written item can be found when the write is answered; a deleted one is no longer allowed from that moment on.</para>
/// <para><b>Concurrency.</b> Changes take turns; searches read without a lock.</para>
/// </remarks>
sealed class ItemSearch
{
    const int Piece = 4_096;

    readonly ItemCatalog _catalog;
    readonly SearchSettings _settings;
    readonly WordIndex _index = new();
    readonly Lock _changing = new();

    /// <summary>Begins to follow; it ends with the catalog.</summary>
    public ItemSearch(ItemCatalog catalog, SearchSettings settings)
    {
        (_catalog, _settings) = (catalog, settings);
        if (settings.Enabled)
        {
            catalog.Written += Follow;
            Filled = catalog.Snapshot.Size == 0 ? Task.CompletedTask : BackgroundThreads.RunAsync("attune search index", Fill);
        }
    }

    /// <summary>Ends when everything is in it that was in the catalog at the start.</summary>
    public Task Filled { get; } = Task.CompletedTask;

    /// <summary>The index as it stands.</summary>
    public WordIndexView View => _index.View;

    bool Fill()
    {
        var words = new ItemWords(_settings);
        var size = _catalog.Snapshot.Size;
        for (var first = 0; first < size; first += Piece)
        {
            Put([.. Enumerable.Range(first, Math.Min(Piece, size - first))], words);
        }

        return true;
    }

    void Follow(IReadOnlyList<int> written) => Put([.. written.Distinct().Order()], new ItemWords(_settings));

    void Put(int[] items, ItemWords words)
    {
        lock (_changing)
        {
            // Read under the lock: whoever comes later has the later snapshot.
            var snapshot = _catalog.Snapshot;
            _index.Put(items, (item, room) => room.Read(snapshot.PropertiesUtf8(item).Span), words);
        }
    }
}
