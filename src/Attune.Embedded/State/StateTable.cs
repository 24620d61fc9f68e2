using System.Collections.Concurrent;

namespace Attune.Embedded.State;

/// <summary>The values of one kind, with their number and size kept as they change.</summary>
/// <remarks>
/// A dictionary entry, a short key and the array's header cost some 130 bytes beside the value: a million profiles of 200
/// bytes take about a third of a GiB.
/// </remarks>
sealed class StateTable
{
    readonly ConcurrentDictionary<string, byte[]> _values = new(StringComparer.Ordinal);
    long _count;
    long _bytes;

    public long Count => Interlocked.Read(ref _count);

    public long Bytes => Interlocked.Read(ref _bytes);

    /// <summary>In no order; writes during the walk may or may not be seen.</summary>
    public IEnumerable<KeyValuePair<string, byte[]>> Values => _values;

    public byte[]? Get(string name) => _values.GetValueOrDefault(name);

    /// <summary>Sets or, with null, removes. One writer per name, so that reading the old value first is no race.</summary>
    public void Put(string name, byte[]? value)
    {
        var had = _values.GetValueOrDefault(name);
        if (value is not null)
        {
            _values[name] = value;
        }
        else
        {
            _values.TryRemove(name, out _);
        }

        Interlocked.Add(ref _count, (value is null ? 0 : 1) - (had is null ? 0 : 1));
        Interlocked.Add(ref _bytes, (value?.Length ?? 0) - (had?.Length ?? 0));
    }
}
