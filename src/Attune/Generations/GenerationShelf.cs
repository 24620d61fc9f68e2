using System.Globalization;
using Attune.Catalog;
using Attune.Events;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Attune.Generations;

/// <summary>The generations kept, and which of them serves: publishing, going back, and taking up again after a restart.</summary>
/// <remarks>
/// <para><b>Which serves.</b> The newest, unless somebody promoted another: then that one, until the next is published.
/// The promotion is a document of the store, so a restart keeps it.</para>
/// <para><b>Concurrency.</b> One change at a time, others wait; requests go on meanwhile.</para>
/// </remarks>
public sealed class GenerationShelf : IDisposable
{
    /// <summary>The kind of the document that says which is promoted.</summary>
    internal const string DocumentKind = "generations";

    const string PromotedName = "promoted";

    readonly ICatalogStore _store;
    readonly Func<IReadOnlyList<ItemId>, CancellationToken, ValueTask<int[]>> _ordinals;
    readonly ILogger _logger;
    readonly SemaphoreSlim _changing = new(1, 1);

    /// <summary>A shelf over a store.</summary>
    /// <param name="store">Keeps files, manifests and the promotion.</param>
    /// <param name="holder">Where the generation in service is put.</param>
    /// <param name="ordinals">Gives items' ordinals, and new items one (<c>ItemCatalog.OrdinalsAsync</c>).</param>
    /// <param name="logger">Told of files that cannot be used; null for none.</param>
    public GenerationShelf(
        ICatalogStore store,
        GenerationHolder holder,
        Func<IReadOnlyList<ItemId>, CancellationToken, ValueTask<int[]>> ordinals,
        ILogger? logger = null) =>
        (_store, Holder, _ordinals, _logger) = (store, holder, ordinals, logger ?? NullLogger.Instance);

    /// <summary>The generation in service.</summary>
    public GenerationHolder Holder { get; }

    /// <summary>The manifests kept, newest first.</summary>
    public ValueTask<IReadOnlyList<GenerationManifest>> ListAsync(CancellationToken cancellation) =>
        _store.ListGenerationsAsync(cancellation);

    /// <summary>Puts into service what served last; where its file is damaged, the newest that is not.</summary>
    /// <returns>The manifest of the one in service; null where there is none to serve.</returns>
    public Task<GenerationManifest?> RestoreAsync(CancellationToken cancellation) =>
        ServeAsync(fault => fault is IOException or UnauthorizedAccessException, cancellation);

    /// <summary>Takes up what other nodes published, promoted or dropped.</summary>
    /// <exception cref="IOException">The store is away; the one in service stays.</exception>
    internal Task<GenerationManifest?> RefreshAsync(CancellationToken cancellation) => ServeAsync(fault => fault is CorruptGenerationException, cancellation);

    async Task<GenerationManifest?> ServeAsync(Func<Exception, bool> passesOver, CancellationToken cancellation)
    {
        await _changing.WaitAsync(cancellation);
        try
        {
            var promoted = await ReadPromotedAsync(cancellation);
            var kept = await _store.ListGenerationsAsync(cancellation);
            foreach (var manifest in kept.OrderByDescending(manifest => manifest.Number == promoted).ThenByDescending(manifest => manifest.Number))
            {
                if (manifest.Number == Holder.Number)
                {
                    return manifest;
                }

                try
                {
                    Holder.Swap(await LoadAsync(manifest, cancellation));
                    return manifest;
                }
                catch (Exception fault) when (passesOver(fault))
                {
                    Log.Unusable(_logger, manifest.Number, fault);
                }
            }

            if (kept.Count == 0)
            {
                Holder.Dispose();
            }

            return null;
        }
        finally
        {
            _changing.Release();
        }
    }

    /// <summary>Saves a generation under the next number, puts it into service, and lets go of the oldest.</summary>
    /// <param name="contents">What training made.</param>
    /// <param name="manifest">Describes it, but for number, checksum and length, which are filled in.</param>
    /// <param name="keep">How many are kept, this one included; 1 or more.</param>
    /// <param name="cancellation">Leaves nothing behind, up to the moment when the file is saved.</param>
    /// <returns>The manifest as saved.</returns>
    public async Task<GenerationManifest> PublishAsync(
        GenerationContents contents, GenerationManifest manifest, int keep, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(keep, 1);
        await _changing.WaitAsync(cancellation);
        try
        {
            var kept = await _store.ListGenerationsAsync(cancellation);
            var (checksum, bytes) = await GenerationFile.MeasureAsync(contents, cancellation);
            var whole = manifest with
            {
                Number = Math.Max(Holder.Number, kept.Select(older => older.Number).DefaultIfEmpty().Max()) + 1,
                Checksum = checksum,
                Bytes = bytes,
            };
            await _store.SaveGenerationAsync(whole, (stream, ct) => GenerationFile.WriteAsync(contents, stream, ct), cancellation);

            // Saved: from here it is the newest, and a cancellation would only leave it unused until the next start.
            Holder.Swap(await LoadAsync(whole, CancellationToken.None));
            await _store.WriteDocumentAsync(DocumentKind, PromotedName, null, CancellationToken.None);
            foreach (var old in kept.OrderByDescending(older => older.Number).Skip(keep - 1))
            {
                await _store.DeleteGenerationAsync(old.Number, CancellationToken.None);
            }

            return whole;
        }
        finally
        {
            _changing.Release();
        }
    }

    /// <summary>Opens a generation that is kept, in service or not; whoever asked disposes of it.</summary>
    /// <returns>The generation; null where none of the number is kept.</returns>
    /// <exception cref="CorruptGenerationException">Its file cannot be used.</exception>
    public async Task<Generation?> OpenAsync(int number, CancellationToken cancellation) =>
        (await _store.ListGenerationsAsync(cancellation)).FirstOrDefault(kept => kept.Number == number) is { } manifest
            ? await LoadAsync(manifest, cancellation)
            : null;

    /// <summary>Puts a generation that is kept into service; it stays there over restarts, until the next is published.</summary>
    /// <returns>Its manifest; null where no generation of this number is kept.</returns>
    /// <exception cref="CorruptGenerationException">Its file cannot be used; the one in service stays.</exception>
    public async Task<GenerationManifest?> PromoteAsync(int number, CancellationToken cancellation)
    {
        await _changing.WaitAsync(cancellation);
        try
        {
            var manifest = (await _store.ListGenerationsAsync(cancellation)).FirstOrDefault(kept => kept.Number == number);
            if (manifest is null)
            {
                return null;
            }

            var generation = await LoadAsync(manifest, cancellation);
            try
            {
                var document = string.Create(CultureInfo.InvariantCulture, $"{{\"number\":{number}}}");
                await _store.WriteDocumentAsync(DocumentKind, PromotedName, document, cancellation);
            }
            catch
            {
                generation.Dispose();
                throw;
            }

            Holder.Swap(generation);
            return manifest;
        }
        finally
        {
            _changing.Release();
        }
    }

    /// <summary>Deletes every generation before a number, and takes the one in service out of it where that is among them.</summary>
    /// <returns>How many were deleted.</returns>
    public async Task<int> DropBeforeAsync(int number, CancellationToken cancellation)
    {
        await _changing.WaitAsync(cancellation);
        try
        {
            if (Holder.Number < number)
            {
                Holder.Dispose();
            }

            var dropped = 0;
            foreach (var old in await _store.ListGenerationsAsync(cancellation))
            {
                if (old.Number < number)
                {
                    await _store.DeleteGenerationAsync(old.Number, cancellation);
                    dropped++;
                }
            }

            return dropped;
        }
        finally
        {
            _changing.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _changing.Dispose();

    async Task<Generation> LoadAsync(GenerationManifest manifest, CancellationToken cancellation)
    {
        var path = await _store.LocateGenerationAsync(manifest.Number, cancellation);

        // The ids are in the file, so it is opened twice; the second time its pages are in memory.
        var ids = await Task.Run(() => Generation.ReadItemIds(path), cancellation);
        var ordinals = await _ordinals([.. ids.Select(id => new ItemId(id))], cancellation);
        var byId = new Dictionary<string, int>(ids.Length);
        for (var row = 0; row < ids.Length; row++)
        {
            byId[ids[row]] = ordinals[row];
        }

        return await Task.Run(() => Generation.Load(path, manifest, id => byId.GetValueOrDefault(id, -1)), cancellation);
    }

    async ValueTask<int> ReadPromotedAsync(CancellationToken cancellation)
    {
        var document = await _store.ReadDocumentAsync(DocumentKind, PromotedName, cancellation);
        if (document is null)
        {
            return 0;
        }

        using var json = System.Text.Json.JsonDocument.Parse(document);
        return json.RootElement.GetProperty("number").GetInt32();
    }
}
