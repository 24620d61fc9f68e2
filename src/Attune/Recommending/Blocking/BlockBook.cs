using System.Collections.Concurrent;
using Attune.Events;

namespace Attune.Recommending.Blocking;

/// <summary>The blocks of every user of one workspace who has any. Safe for any number of readers and one writer at a time.</summary>
sealed class BlockBook
{
    readonly ConcurrentDictionary<string, CompiledBlocks> _byUser = new(StringComparer.Ordinal);

    /// <summary>How many users block anything.</summary>
    public int Count => _byUser.Count;

    /// <summary>Who blocks anything.</summary>
    public ICollection<string> Users => _byUser.Keys;

    /// <summary>A user's blocks; null where they block nothing.</summary>
    public CompiledBlocks? Of(UserId user) => _byUser.GetValueOrDefault(user.Value);

    /// <summary>Takes up a user's blocks: their next question obeys them.</summary>
    public void Put(UserId user, CompiledBlocks blocks) => _byUser[user.Value] = blocks;

    /// <summary>Lets go of a user's blocks.</summary>
    public bool Remove(UserId user) => _byUser.TryRemove(user.Value, out _);
}
