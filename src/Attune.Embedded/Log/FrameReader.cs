namespace Attune.Embedded.Log;

/// <summary>What is wrong with the bytes where a batch should be.</summary>
readonly record struct FrameFault(string Reason, uint Expected, uint Found);

/// <summary>Reads the batches of one file and verifies each, with some read-ahead. For one reader at a time.</summary>
sealed class FrameReader(ISegmentFile file) : IDisposable
{
    const int ReadAheadBytes = 256 << 10;

    byte[] _buffer = [];
    long _start;
    int _count;

    /// <summary>The batch at a position of the file, whole; valid until the next call.</summary>
    /// <param name="position">Where it begins.</param>
    /// <param name="limit">Where the file ends, for this reader.</param>
    /// <param name="frame">Its header.</param>
    /// <param name="batch">Its bytes, header and records.</param>
    /// <returns>What is wrong with it, or null.</returns>
    public FrameFault? Read(long position, long limit, out BatchFrame frame, out ReadOnlySpan<byte> batch)
    {
        frame = default;
        batch = default;
        var left = limit - position;
        if (left < BatchFrame.HeaderBytes)
        {
            return new($"{left} bytes are left, and a batch's header takes {BatchFrame.HeaderBytes}", 0, 0);
        }

        var header = Load(position, BatchFrame.HeaderBytes, limit);
        var length = BatchFrame.LengthOf(header);
        var expected = BatchFrame.ChecksumIn(header);
        if (!BatchFrame.IsPlausible(length) || length > left)
        {
            return new($"the batch claims {length} bytes and {left} are left", expected, 0);
        }

        var bytes = Load(position, (int)length, limit);
        var found = BatchFrame.ChecksumOf(bytes);
        if (found != expected)
        {
            return new("the batch's checksum does not match", expected, found);
        }

        frame = BatchFrame.Read(bytes);
        batch = bytes;
        return null;
    }

    public void Dispose() => file.Dispose();

    ReadOnlySpan<byte> Load(long position, int count, long limit)
    {
        if (position < _start || position + count > _start + _count)
        {
            var wanted = (int)Math.Min(Math.Max(count, ReadAheadBytes), limit - position);
            if (_buffer.Length < wanted)
            {
                _buffer = GC.AllocateUninitializedArray<byte>(wanted);
            }

            (_start, _count) = (position, 0);
            while (_count < wanted)
            {
                var read = file.Read(_buffer.AsSpan(_count, wanted - _count), position + _count);
                if (read == 0)
                {
                    // Shorter than it was said to be: zeros, which no batch begins with.
                    _buffer.AsSpan(_count, wanted - _count).Clear();
                    break;
                }

                _count += read;
            }

            _count = wanted;
        }

        return _buffer.AsSpan((int)(position - _start), count);
    }
}
