using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text.Json;
using Attune.Catalog;
using Attune.Events;

namespace Attune.Access;

/// <summary>The keys of one workspace, kept as documents of kind <c>key</c> in its catalog store.</summary>
/// <remarks>
/// <para><b>Secrets.</b> Only a SHA-256 of each is kept, compared in constant time; a key whose id is unknown costs the same
/// comparison, so that the time of a refusal tells nothing.</para>
/// <para><b>Concurrency.</b> Checks read one immutable table without a lock; changes are written first, then seen.</para>
/// </remarks>
public sealed class KeyRing : IDisposable
{
    /// <summary>The kind of the documents keys are kept as.</summary>
    public const string Kind = "key";

    static readonly byte[] NoHash = new byte[SHA256.HashSizeInBytes];

    readonly ICatalogStore _store;
    readonly TimeProvider _clock;
    readonly SemaphoreSlim _changing = new(1);
    ImmutableDictionary<string, ApiKey> _keys;

    KeyRing(string workspace, ICatalogStore store, TimeProvider clock, ImmutableDictionary<string, ApiKey> keys) =>
        (Workspace, _store, _clock, _keys) = (workspace, store, clock, keys);

    /// <summary>The workspace whose keys these are.</summary>
    public string Workspace { get; }

    /// <summary>True where a key was ever made here: from then on every request needs one, also when all are revoked.</summary>
    public bool Any => !Volatile.Read(ref _keys).IsEmpty;

    /// <summary>Reads the keys of a workspace.</summary>
    public static async ValueTask<KeyRing> OpenAsync(
        string workspace, ICatalogStore store, TimeProvider clock, CancellationToken cancellation) =>
        new(workspace, store, clock, await ReadAsync(store, cancellation));

    /// <summary>All keys, oldest first, revoked ones included.</summary>
    public IReadOnlyList<ApiKey> List() =>
        [.. Volatile.Read(ref _keys).Values.OrderBy(key => key.CreatedAt).ThenBy(key => key.Id, StringComparer.Ordinal)];

    /// <summary>Makes a key, durably.</summary>
    /// <param name="scope">What it allows.</param>
    /// <param name="label">What it is for, at most <see cref="ApiKey.LongestLabel"/> characters.</param>
    /// <param name="cancellation">Makes nothing.</param>
    /// <returns>What is kept, and the key's text, which cannot be had again.</returns>
    public async ValueTask<(ApiKey Key, ApiKeyText Text)> CreateAsync(
        ApiScope scope, string label, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(label.Length, ApiKey.LongestLabel, nameof(label));
        var text = ApiKeyText.Create(Workspace);
        var key = new ApiKey
        {
            Id = text.Id,
            Scope = scope,
            Label = label,
            CreatedAt = EventTime.Now(_clock),
            SecretSha256 = Convert.ToHexStringLower(text.HashSecret()),
        };
        await _changing.WaitAsync(cancellation);
        try
        {
            await WriteAsync(key, cancellation);
        }
        finally
        {
            _changing.Release();
        }

        return (key, text);
    }

    /// <summary>Ends a key, durably and at once; one that is revoked already stays as it is.</summary>
    /// <returns>The key, or null where there is none with that id.</returns>
    public async ValueTask<ApiKey?> RevokeAsync(string id, CancellationToken cancellation)
    {
        await _changing.WaitAsync(cancellation);
        try
        {
            if (!Volatile.Read(ref _keys).TryGetValue(id, out var key) || key.RevokedAt is not null)
            {
                return key;
            }

            var revoked = key with { RevokedAt = EventTime.Now(_clock) };
            await WriteAsync(revoked, cancellation);
            return revoked;
        }
        finally
        {
            _changing.Release();
        }
    }

    /// <summary>The key a text is, or null where it is none that works.</summary>
    public ApiKey? Check(ApiKeyText text)
    {
        var known = Volatile.Read(ref _keys).GetValueOrDefault(text.Id);
        var expected = known is null ? NoHash : Convert.FromHexString(known.SecretSha256);
        var same = CryptographicOperations.FixedTimeEquals(text.HashSecret(), expected);
        return same && known is { RevokedAt: null } && text.Workspace == Workspace ? known : null;
    }

    /// <summary>Reads the keys again: other nodes have made or ended some.</summary>
    public async ValueTask RefreshAsync(CancellationToken cancellation)
    {
        await _changing.WaitAsync(cancellation);
        try
        {
            Volatile.Write(ref _keys, await ReadAsync(_store, cancellation));
        }
        finally
        {
            _changing.Release();
        }
    }

    /// <summary>Lets go of the lock between writers.</summary>
    public void Dispose() => _changing.Dispose();

    static async ValueTask<ImmutableDictionary<string, ApiKey>> ReadAsync(ICatalogStore store, CancellationToken cancellation)
    {
        var documents = await store.ReadDocumentsAsync(Kind, cancellation);
        var keys = documents.Values.Select(text => JsonSerializer.Deserialize(text, KeyJson.Default.ApiKey)!);
        return keys.ToImmutableDictionary(key => key.Id, StringComparer.Ordinal);
    }

    async ValueTask WriteAsync(ApiKey key, CancellationToken cancellation)
    {
        await _store.WriteDocumentAsync(Kind, key.Id, JsonSerializer.Serialize(key, KeyJson.Default.ApiKey), cancellation);
        Volatile.Write(ref _keys, _keys.SetItem(key.Id, key));
    }
}
