using Attune.Catalog;
using Attune.Events;

namespace Attune.Moving;

/// <summary>Makes the target's catalog the source's: what is missing is written, what differs is written over, what is too much is removed.</summary>
sealed class CatalogMove(ICatalogStore source, ICatalogStore target, MoveSettings settings)
{
    /// <summary>Copies everything; may be run again.</summary>
    /// <exception cref="MoveRefusedException">The target has numbered items otherwise.</exception>
    public async ValueTask RunAsync(Action<string> told, CancellationToken cancellation)
    {
        told("item numbers");
        await OrdinalsAsync(cancellation);
        foreach (var owner in new[] { PropertyOwner.Item, PropertyOwner.User })
        {
            told(owner == PropertyOwner.Item ? "items" : "users");
            await RecordsAsync(owner, cancellation);
        }

        told("documents");
        await DocumentsAsync(cancellation);
        told("generations");
        await GenerationsAsync(cancellation);
    }

    // A number once given is in profiles: the target's must be the same from 0 on.
    async ValueTask OrdinalsAsync(CancellationToken cancellation)
    {
        var ours = await source.LoadOrdinalsAsync(0, cancellation);
        var theirs = await target.LoadOrdinalsAsync(0, cancellation);
        for (var ordinal = 0; ordinal < theirs.Count; ordinal++)
        {
            if (ordinal >= ours.Count || ours[ordinal] != theirs[ordinal])
            {
                throw new MoveRefusedException(
                    $"The target has given the number {ordinal} to item '{theirs[ordinal]}', and the source {(ordinal < ours.Count ? $"to '{ours[ordinal]}'" : "to none")}. A workspace is moved into an empty one.");
            }
        }

        for (var known = theirs.Count; known < ours.Count; known = Math.Min(ours.Count, known + EventLimits.BatchEvents))
        {
            await target.AssignOrdinalsAsync([.. ours.Skip(known).Take(EventLimits.BatchEvents)], known, cancellation);
        }
    }

    async ValueTask RecordsAsync(PropertyOwner owner, CancellationToken cancellation)
    {
        var written = 0L;
        await foreach (var records in source.LoadAsync(owner, cancellation).Chunk(settings.BatchRecords).WithCancellation(cancellation))
        {
            await target.WriteAsync(owner, records, cancellation);
            written += records.Length;
        }

        if (await target.LoadAsync(owner, cancellation).LongCountAsync(cancellation) == written)
        {
            return;
        }

        var kept = await source.LoadAsync(owner, cancellation).Select(record => record.Id).ToHashSetAsync(StringComparer.Ordinal, cancellation);
        var gone = await target.LoadAsync(owner, cancellation).Where(record => !kept.Contains(record.Id)).ToListAsync(cancellation);
        foreach (var records in gone.Chunk(settings.BatchRecords))
        {
            await target.WriteAsync(owner, [.. records.Select(record => record with { Properties = null })], cancellation);
        }
    }

    async ValueTask DocumentsAsync(CancellationToken cancellation)
    {
        var kinds = (await source.DocumentKindsAsync(cancellation)).Union(await target.DocumentKindsAsync(cancellation));
        foreach (var kind in kinds.Where(kind => kind != MoveProgress.Kind))
        {
            var ours = await source.ReadDocumentsAsync(kind, cancellation);
            var theirs = await target.ReadDocumentsAsync(kind, cancellation);
            foreach (var name in ours.Keys.Union(theirs.Keys).Where(name => ours.GetValueOrDefault(name) != theirs.GetValueOrDefault(name)))
            {
                await target.WriteDocumentAsync(kind, name, ours.GetValueOrDefault(name), cancellation);
            }
        }
    }

    async ValueTask GenerationsAsync(CancellationToken cancellation)
    {
        var ours = await source.ListGenerationsAsync(cancellation);
        var theirs = (await target.ListGenerationsAsync(cancellation)).ToDictionary(manifest => manifest.Number, manifest => manifest.Checksum);
        foreach (var manifest in ours.OrderBy(manifest => manifest.Number).Where(manifest => !theirs.ContainsKey(manifest.Number)))
        {
            var path = await source.LocateGenerationAsync(manifest.Number, cancellation);
            await target.SaveGenerationAsync(manifest, async (to, token) =>
            {
                await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, useAsync: true);
                await file.CopyToAsync(to, token);
            }, cancellation);
        }

        foreach (var number in theirs.Keys.Except(ours.Select(manifest => manifest.Number)))
        {
            await target.DeleteGenerationAsync(number, cancellation);
        }
    }
}
