using System.Text;

namespace Attune.History;

/// <summary>Numbers ids from 0 in the order of their first appearance, straight from UTF-8: no string for one seen before.</summary>
/// <remarks>For adapters of <see cref="IHistory"/>. Memory: one string an id. One caller at a time.</remarks>
public sealed class IdNumbers
{
    readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
    readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _bySpan;
    readonly List<string> _ids = [];
    char[] _characters = new char[512];

    /// <summary>No ids yet.</summary>
    public IdNumbers() => _bySpan = _numbers.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>The number of a prefix and an id.</summary>
    public int Number(string prefix, ReadOnlySpan<byte> id)
    {
        // UTF-8 has at least as many bytes as UTF-16 has characters.
        if (prefix.Length + id.Length > _characters.Length)
        {
            _characters = new char[2 * (prefix.Length + id.Length)];
        }

        prefix.CopyTo(_characters);
        var length = prefix.Length + Encoding.UTF8.GetChars(id, _characters.AsSpan(prefix.Length));
        var text = _characters.AsSpan(0, length);
        if (_bySpan.TryGetValue(text, out var number))
        {
            return number;
        }

        var added = text.ToString();
        _ids.Add(added);
        return _numbers[added] = _ids.Count - 1;
    }

    /// <summary>The ids by number.</summary>
    public string[] ToArray() => [.. _ids];
}
