using System.Collections.Concurrent;

namespace Attune.Catalog;

/// <summary>Users' properties as read lately; bounded, emptied when full.</summary>
/// <remarks>What was read before a write and arrives after it is not kept: every write ends all reads that are under way.</remarks>
sealed class ReadUsers
{
    const int Most = 10_000;

    readonly ConcurrentDictionary<string, IReadOnlyDictionary<string, PropertyValue>?> _byId = new(StringComparer.Ordinal);
    readonly Lock _keeping = new();
    long _writes;

    /// <summary>To be taken before the store is read.</summary>
    internal long Started => Volatile.Read(ref _writes);

    /// <summary>What is kept of a user; null where the store has nothing of them.</summary>
    internal bool TryGet(string id, out IReadOnlyDictionary<string, PropertyValue>? properties) => _byId.TryGetValue(id, out properties);

    /// <summary>Keeps what was read, unless something was written since.</summary>
    internal void Keep(string id, IReadOnlyDictionary<string, PropertyValue>? properties, long started)
    {
        lock (_keeping)
        {
            if (started != _writes)
            {
                return;
            }

            if (_byId.Count >= Most)
            {
                _byId.Clear();
            }

            _byId[id] = properties;
        }
    }

    /// <summary>After anything may have been written.</summary>
    internal void ForgetAll()
    {
        lock (_keeping)
        {
            _writes++;
            _byId.Clear();
        }
    }

    /// <summary>After these were written.</summary>
    internal void Forget(IEnumerable<string> ids)
    {
        lock (_keeping)
        {
            _writes++;
            foreach (var id in ids)
            {
                _byId.TryRemove(id, out _);
            }
        }
    }
}
