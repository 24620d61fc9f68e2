using System.Buffers.Binary;
using System.Text;
using Attune.Embedded.Files;
using Attune.Events;
using Attune.State;
using Microsoft.Win32.SafeHandles;

namespace Attune.Embedded.State;

/// <summary>Reads a checkpoint in pieces and keeps its checksum as it goes.</summary>
sealed class CheckpointReader(SafeFileHandle file, string path)
{
    const int ChunkBytes = 1 << 20;

    static readonly UTF8Encoding Utf8 = new(false, throwOnInvalidBytes: true);

    readonly long _length = RandomAccess.GetLength(file);
    byte[] _chunk = new byte[ChunkBytes];
    int _at;
    int _filled;
    long _read;
    uint _checksum;

    /// <summary>Reads a whole checkpoint. What was put before a fault showed is the caller's to throw away.</summary>
    /// <param name="path">The file's full path.</param>
    /// <param name="put">Takes each record.</param>
    /// <param name="applied">The offsets up to which it holds.</param>
    /// <returns>What is wrong with it, or null.</returns>
    public static CheckpointFault? Read(string path, Action<StateKey, byte[]> put, out LogToken applied)
    {
        using var file = File.OpenHandle(path, options: FileOptions.SequentialScan);
        return new CheckpointReader(file, path).Read(put, out applied);
    }

    CheckpointFault? Read(Action<StateKey, byte[]> put, out LogToken applied)
    {
        applied = LogToken.None;
        try
        {
            var header = Take(CheckpointFormat.HeaderBytes);
            var version = BinaryPrimitives.ReadUInt16LittleEndian(header[8..]);
            var tokenBytes = BinaryPrimitives.ReadInt32LittleEndian(header[12..]);
            if (!header[..8].SequenceEqual(CheckpointFormat.Magic) || version != CheckpointFormat.Version)
            {
                return Fault($"it does not begin as a checkpoint of version {CheckpointFormat.Version} does");
            }

            var token = Utf8.GetString(Take(tokenBytes));
            if (token.Length > 0 && !LogToken.TryParse(token, out applied))
            {
                return Fault($"'{token}' are no offsets");
            }

            var records = 0L;
            for (byte kind; (kind = Take(1)[0]) != CheckpointFormat.End; records++)
            {
                if (kind > (byte)StateKind.Alias)
                {
                    return Fault($"a record has the kind {kind}");
                }

                var name = Utf8.GetString(Take(TakeLength()));
                put(new StateKey((StateKind)kind, name), Take(TakeLength()).ToArray());
            }

            return ReadFooter(records);
        }
        catch (Exception damage) when (damage is InvalidDataException or ArgumentException)
        {
            return Fault(damage.Message);
        }
    }

    CheckpointFault? ReadFooter(long records)
    {
        var counted = BinaryPrimitives.ReadInt64LittleEndian(Take(sizeof(long)));
        var found = _checksum;
        var expected = BinaryPrimitives.ReadUInt32LittleEndian(Take(sizeof(uint)));
        var left = _length - (_read - _filled + _at);
        var reason = expected != found ? "the checksum does not match"
            : counted != records ? $"it says {counted} records and has {records}"
            : left != 0 ? $"{left} bytes follow its end"
            : null;
        return reason is null ? null : Fault(reason) with { Expected = expected, Found = found };
    }

    CheckpointFault Fault(string reason) => new(path, _read - _filled + _at, 0, 0, reason);

    int TakeLength() => BinaryPrimitives.ReadInt32LittleEndian(Take(sizeof(int)));

    /// <summary>The next bytes; valid until the next call.</summary>
    ReadOnlySpan<byte> Take(int count)
    {
        var left = _length - (_read - _filled + _at);
        if (count < 0 || count > left)
        {
            throw new InvalidDataException($"{count} bytes are due and {left} are left");
        }

        if (_filled - _at < count)
        {
            Load(count);
        }

        var taken = _chunk.AsSpan(_at, count);
        _at += count;
        _checksum = Crc32C.Continue(_checksum, taken);
        return taken;
    }

    void Load(int count)
    {
        var kept = _chunk.AsSpan(_at, _filled - _at);
        var target = count > _chunk.Length ? new byte[count] : _chunk;
        kept.CopyTo(target);
        (_chunk, _filled, _at) = (target, kept.Length, 0);
        while (_filled < count)
        {
            var read = RandomAccess.Read(file, _chunk.AsSpan(_filled), _read);
            if (read == 0)
            {
                throw new InvalidDataException($"the file became shorter than {_length} bytes");
            }

            _filled += read;
            _read += read;
        }
    }
}
