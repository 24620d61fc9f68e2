using System.Diagnostics.CodeAnalysis;

namespace Attune.Recommending.Answers;

/// <summary>Answers one behind the other in one array, and where each begins.</summary>
sealed class AnswerSegment(int bytes)
{
    readonly byte[] _bytes = new byte[bytes];
    readonly Dictionary<AnswerKey, (int Start, int Length)> _places = [];
    readonly List<AnswerKey> _order = [];
    int _length;

    /// <summary>Milliseconds since 1970 of its newest answer.</summary>
    public long Newest { get; private set; }

    /// <summary>Appends; false where there is no room.</summary>
    public bool TryAdd(AnswerKey key, ReadOnlySpan<byte> answer)
    {
        if (answer.Length > _bytes.Length - _length || !_places.TryAdd(key, (_length, answer.Length)))
        {
            return false;
        }

        answer.CopyTo(_bytes.AsSpan(_length));
        _order.Add(key);
        _length += answer.Length;
        Newest = Math.Max(Newest, key.Milliseconds);
        return true;
    }

    /// <summary>A copy of an answer's bytes.</summary>
    public bool TryCopy(AnswerKey key, [NotNullWhen(true)] out byte[]? answer)
    {
        answer = _places.TryGetValue(key, out var at) ? _bytes.AsSpan(at.Start, at.Length).ToArray() : null;
        return answer is not null;
    }

    /// <summary>The newest answers that are not older than a time, newest first.</summary>
    public void CopyNewest(long since, int most, List<byte[]> to)
    {
        for (var n = _order.Count - 1; n >= 0 && to.Count < most; n--)
        {
            if (_order[n].Milliseconds >= since && TryCopy(_order[n], out var answer))
            {
                to.Add(answer);
            }
        }
    }

    /// <summary>Overwrites the answers that fit a condition with zeros and lets go of them.</summary>
    /// <param name="condition">Which they are.</param>
    /// <param name="erased">Takes up the keys of those there were.</param>
    public void Erase(Func<ReadOnlySpan<byte>, bool> condition, ISet<AnswerKey> erased)
    {
        for (var n = _order.Count - 1; n >= 0; n--)
        {
            var (start, length) = _places[_order[n]];
            if (condition(_bytes.AsSpan(start, length)))
            {
                erased.Add(_order[n]);
                EraseAt(n);
            }
        }
    }

    /// <summary>The same with those made before a time, in milliseconds since 1970.</summary>
    public void EraseBefore(long milliseconds)
    {
        for (var n = _order.Count - 1; n >= 0; n--)
        {
            if (_order[n].Milliseconds < milliseconds)
            {
                EraseAt(n);
            }
        }
    }

    void EraseAt(int n)
    {
        _places.Remove(_order[n], out var at);
        _bytes.AsSpan(at.Start, at.Length).Clear();
        _order.RemoveAt(n);
    }
}
