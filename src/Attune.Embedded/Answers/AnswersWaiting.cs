using Attune.Events;
using Attune.Recommending.Answers;

namespace Attune.Embedded.Answers;

/// <summary>Answers that wait to be written: one array, bounded; full, it takes no more.</summary>
/// <remarks>One short lock, held for a copy of some 2 KB; whoever takes gets the array and leaves an empty one.</remarks>
sealed class AnswersWaiting(int mostBytes)
{
    const int FirstBytes = 16 << 10;

    readonly Lock _lock = new();
    byte[] _bytes = [];
    int _length;
    int _count;

    /// <summary>Adds a record without its checksum; false where there is no room.</summary>
    public bool TryAdd(AnswerKey key, ProfileKey? user, ProfileKey? session, ReadOnlySpan<byte> answer)
    {
        var most = AnswerFrame.MostOf(user, session, answer.Length);
        lock (_lock)
        {
            if (most > mostBytes - _length)
            {
                return false;
            }

            if (most > _bytes.Length - _length)
            {
                Array.Resize(ref _bytes, Math.Min(mostBytes, Math.Max(Math.Max(FirstBytes, 2 * _bytes.Length), _length + most)));
            }

            _length += AnswerFrame.Write(_bytes.AsSpan(_length), key, user, session, answer);
            _count++;
            return true;
        }
    }

    /// <summary>Takes all that waits: the records one behind the other, and how many they are.</summary>
    /// <param name="empty">The array that takes their place.</param>
    public (ArraySegment<byte> Records, int Count) Take(byte[] empty)
    {
        lock (_lock)
        {
            var taken = (new ArraySegment<byte>(_bytes, 0, _length), _count);
            (_bytes, _length, _count) = (empty, 0, 0);
            return taken;
        }
    }
}
