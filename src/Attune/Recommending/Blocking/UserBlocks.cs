using System.Text.Json;
using Attune.Catalog;
using Attune.Events;
using Attune.Filtering;

namespace Attune.Recommending.Blocking;

/// <summary>What users of one workspace never want to be shown, kept as documents of kind <c>blocks</c> in its catalog store.</summary>
/// <remarks>
/// <para><b>Order.</b> Blocks are checked against the catalog, then written, then in force: the user's next list of any kind obeys.
/// What is refused changes nothing.</para>
/// <para><b>Concurrency.</b> Readers take no lock; changes wait for one another.</para>
/// </remarks>
public sealed class UserBlocks : IDisposable
{
    /// <summary>The kind of the documents they are kept as.</summary>
    internal const string Kind = "blocks";

    /// <summary>What stands for a condition that no longer holds together: a rule that cannot be kept shows nothing rather than everything.</summary>
    const string Everything = "true";

    readonly SharedDocuments _documents;
    readonly ItemCatalog _catalog;
    readonly BlockBook _book;

    internal UserBlocks(ICatalogStore store, ItemCatalog catalog, BlockBook book) =>
        (_documents, _catalog, _book) = (new(store, Kind, () => book.Users, Take), catalog, book);

    /// <summary>Puts what is stored in force.</summary>
    internal ValueTask RestoreAsync(CancellationToken cancellation) => _documents.RestoreAsync(cancellation);

    /// <summary>Takes up what other nodes saved.</summary>
    /// <param name="users">Whose; null for everybody's.</param>
    /// <param name="cancellation">Leaves those not yet read as they are.</param>
    internal async ValueTask RefreshAsync(IReadOnlyCollection<string>? users, CancellationToken cancellation) =>
        await _documents.RefreshAsync(users, cancellation);

    /// <summary>A user's blocks; <see cref="BlockList.None"/> where there are none.</summary>
    public BlockList Of(UserId user) => _book.Of(user)?.List ?? BlockList.None;

    /// <summary>Saves a user's blocks whole; an empty list removes them.</summary>
    /// <param name="user">Whose.</param>
    /// <param name="list">What they do not want to see.</param>
    /// <param name="cancellation">Saves nothing.</param>
    public async ValueTask<BlocksOutcome> SaveAsync(UserId user, BlockList list, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(list);
        if (list.IsEmpty)
        {
            await RemoveAsync(user, cancellation);
            return new BlocksOutcome.Saved();
        }

        return await _documents.ChangeAsync<BlocksOutcome>(
            async () =>
            {
                var faults = new List<BlockFault>(Limits(user, list));
                var filters = Compile(list, faults);
                if (faults.Count > 0)
                {
                    return new BlocksOutcome.Refused(faults);
                }

                await _documents.WriteAsync(user.Value, JsonSerializer.Serialize(list, BlockJson.Default.BlockList), cancellation);
                _book.Put(user, new CompiledBlocks(list, filters));
                return new BlocksOutcome.Saved();
            },
            cancellation);
    }

    /// <summary>Forgets a user's blocks.</summary>
    /// <returns>False where there were none.</returns>
    public ValueTask<bool> RemoveAsync(UserId user, CancellationToken cancellation) => _documents.ChangeAsync(
        async () =>
        {
            if (_book.Of(user) is null)
            {
                return false;
            }

            await _documents.WriteAsync(user.Value, null, cancellation);
            return _book.Remove(user);
        },
        cancellation);

    /// <summary>Lets go of the lock between writers.</summary>
    public void Dispose() => _documents.Dispose();

    void Take(string user, string? json)
    {
        if (json is null)
        {
            _book.Remove(new UserId(user));
            return;
        }

        var list = JsonSerializer.Deserialize(json, BlockJson.Default.BlockList)
            ?? throw new InvalidDataException($"The stored blocks of user '{user}' are empty.");
        _book.Put(new UserId(user), new CompiledBlocks(list, [.. list.Filters.Select(CompileStored)]));
    }

    IEnumerable<BlockFault> Limits(UserId user, BlockList list)
    {
        if (list.Items.Count > BlockList.MaxItems)
        {
            yield return new("items", FormattableString.Invariant($"{list.Items.Count}"), FormattableString.Invariant($"A user blocks at most {BlockList.MaxItems} items."));
        }

        if (list.Filters.Count > BlockList.MaxFilters)
        {
            yield return new("filters", FormattableString.Invariant($"{list.Filters.Count}"), FormattableString.Invariant($"A user blocks by at most {BlockList.MaxFilters} conditions."));
        }

        if (_book.Count >= BlockList.MaxUsers && _book.Of(user) is null)
        {
            yield return new("id", user.Value, FormattableString.Invariant($"At most {BlockList.MaxUsers} users of a workspace have blocks."));
        }
    }

    List<CompiledFilter> Compile(BlockList list, List<BlockFault> faults)
    {
        var snapshot = _catalog.Snapshot;
        var filters = new List<CompiledFilter>(list.Filters.Count);
        for (var n = 0; n < list.Filters.Count && n < BlockList.MaxFilters; n++)
        {
            switch (snapshot.Compile(list.Filters[n]))
            {
                case FilterOutcome.Compiled(var filter):
                    filters.Add(filter);
                    break;
                case FilterOutcome.Refused(var fault):
                    faults.Add(new(FormattableString.Invariant($"filters[{n}]"), list.Filters[n], fault.Message, fault));
                    break;
            }
        }

        return filters;
    }

    CompiledFilter CompileStored(string text)
    {
        var snapshot = _catalog.Snapshot;
        return snapshot.Compile(text) is FilterOutcome.Compiled(var filter) ? filter : ((FilterOutcome.Compiled)snapshot.Compile(Everything)).Filter;
    }
}
