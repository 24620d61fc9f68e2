using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Attune.Catalog;
using Attune.Events;

namespace Attune.Erasing;

/// <summary>The erasures there were and those under way, as documents of the store.</summary>
sealed class ErasureBook(ICatalogStore store)
{
    /// <summary>The documents' kind.</summary>
    public const string Kind = "erasure";

    /// <summary>Enters a new one, durably.</summary>
    public async ValueTask<Erasure> AddAsync(UserId user, LogToken before, EventTime now, CancellationToken cancellation)
    {
        var salt = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        var erasure = new Erasure
        {
            Id = "erasure-" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8)),
            State = ErasureState.Requested,
            User = user.Value,
            Salt = salt,
            UserHash = HashOf(salt, user),
            Before = before.ToString(),
            RequestedAt = now,
        };
        await SaveAsync(erasure, cancellation);
        return erasure;
    }

    /// <summary>The one with an id, or null.</summary>
    public async ValueTask<Erasure?> FindAsync(string id, CancellationToken cancellation) =>
        await store.ReadDocumentAsync(Kind, id, cancellation) is { } json ? Read(json) : null;

    /// <summary>All there ever were, oldest first.</summary>
    public async ValueTask<IReadOnlyList<Erasure>> AllAsync(CancellationToken cancellation) =>
        [.. (await store.ReadDocumentsAsync(Kind, cancellation)).Values.Select(Read).OrderBy(erasure => erasure.RequestedAt)];

    /// <summary>Those that are not finished, oldest first.</summary>
    public async ValueTask<IReadOnlyList<Erasure>> OpenAsync(CancellationToken cancellation) =>
        [.. (await AllAsync(cancellation)).Where(erasure => erasure.State != ErasureState.Finished)];

    /// <summary>How many removals there were, of all erasures: an overlay says how many of them it is counted without.</summary>
    public async ValueTask<int> RemovalsAsync(CancellationToken cancellation) => (await AllAsync(cancellation)).Sum(erasure => erasure.Removals);

    /// <summary>Writes one as it is now.</summary>
    public ValueTask SaveAsync(Erasure erasure, CancellationToken cancellation) =>
        store.WriteDocumentAsync(Kind, erasure.Id, JsonSerializer.Serialize(erasure, ErasureJson.Default.Erasure), cancellation);

    /// <summary>What <see cref="Erasure.Digest"/> is.</summary>
    public static string DigestOf(Erasure erasure) => Convert.ToHexStringLower(
        SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(erasure with { Digest = null }, ErasureJson.Default.Erasure)));

    /// <summary>True where a receipt is of a user.</summary>
    public static bool IsOf(Erasure erasure, UserId user) => erasure.UserHash == HashOf(erasure.Salt, user);

    static string HashOf(string salt, UserId user) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{salt}\n{user.Value}")));

    static Erasure Read(string json) => JsonSerializer.Deserialize(json, ErasureJson.Default.Erasure)!;
}
