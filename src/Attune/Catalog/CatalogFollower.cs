namespace Attune.Catalog;

/// <summary>A part of the engine that follows what other nodes write, and what of it is still to be taken up.</summary>
/// <param name="name">What it is, for messages.</param>
/// <param name="pick">What of a change is its own, as an id; null where nothing is.</param>
/// <param name="apply">Takes up what was picked, each once and in no order; null = read everything anew.</param>
sealed class CatalogFollower(string name, Func<CatalogChange, string?> pick, Func<IReadOnlyCollection<string>?, CancellationToken, ValueTask> apply)
{
    /// <summary>Beyond so many ids everything is read anew.</summary>
    public const int Most = 50_000;

    readonly Lock _lock = new();
    HashSet<string> _ids = new(StringComparer.Ordinal);
    bool _everything;

    public string Name => name;

    /// <summary>Takes note of a change.</summary>
    public void Note(CatalogChange change)
    {
        var id = change.Kind == CatalogChangeKind.Everything ? null : pick(change);
        if (id is null && change.Kind != CatalogChangeKind.Everything)
        {
            return;
        }

        lock (_lock)
        {
            if (id is not null && !_everything)
            {
                _ids.Add(id);
            }

            if (id is null || _ids.Count > Most)
            {
                (_ids, _everything) = (new(StringComparer.Ordinal), true);
            }
        }
    }

    /// <summary>Takes up what was noted; what fails stays noted.</summary>
    public async ValueTask ApplyAsync(CancellationToken cancellation)
    {
        HashSet<string> ids;
        bool everything;
        lock (_lock)
        {
            (ids, everything) = (_ids, _everything);
            (_ids, _everything) = (new(StringComparer.Ordinal), false);
        }

        if (!everything && ids.Count == 0)
        {
            return;
        }

        try
        {
            await apply(everything ? null : ids, cancellation);
        }
        catch
        {
            lock (_lock)
            {
                _everything |= everything;
                _ids.UnionWith(ids);
            }

            throw;
        }
    }

    /// <summary>A part that follows documents of a kind, by name.</summary>
    public static CatalogFollower OfDocuments(string kind, Func<IReadOnlyCollection<string>?, CancellationToken, ValueTask> apply) => new(
        kind,
        change => change.Kind == CatalogChangeKind.Document && change.Name.StartsWith(kind + "/", StringComparison.Ordinal) ? change.Name[(kind.Length + 1)..] : null,
        apply);
}
