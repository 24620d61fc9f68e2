using System.Buffers.Binary;
using System.Text;
using Attune.Embedded.Files;
using Attune.Events;
using Attune.State;
using Microsoft.Win32.SafeHandles;

namespace Attune.Embedded.State;

/// <summary>Writes a checkpoint beside the last one, and puts it in its place when it is whole and on the disk.</summary>
sealed class CheckpointWriter(SafeFileHandle file)
{
    const int ChunkBytes = 1 << 20;

    byte[] _chunk = new byte[ChunkBytes];
    int _filled;
    long _position;
    uint _checksum;
    long _records;

    /// <summary>Writes the file, flushes it, renames it, flushes the directory: in this order it is the old or the new.</summary>
    /// <exception cref="IOException">The disk is full or failed; the last checkpoint stands.</exception>
    public static async ValueTask WriteAsync(
        string directory, LogToken applied, IEnumerable<KeyValuePair<StateKey, byte[]>> values, CancellationToken cancellation)
    {
        var unfinished = Path.Combine(directory, CheckpointFormat.UnfinishedName);
        try
        {
            using (var file = File.OpenHandle(unfinished, FileMode.Create, FileAccess.Write, options: FileOptions.Asynchronous))
            {
                await new CheckpointWriter(file).WriteAsync(applied, values, cancellation);
                RandomAccess.FlushToDisk(file);
            }

            File.Move(unfinished, Path.Combine(directory, CheckpointFormat.FileName), overwrite: true);
            DirectoryFlush.Of(directory);
        }
        catch
        {
            File.Delete(unfinished);
            throw;
        }
    }

    async ValueTask WriteAsync(LogToken applied, IEnumerable<KeyValuePair<StateKey, byte[]>> values, CancellationToken cancellation)
    {
        var token = applied.ToString();
        Header(Encoding.UTF8.GetByteCount(token));
        Text(token);
        foreach (var (key, value) in values)
        {
            if (_filled >= ChunkBytes)
            {
                await DrainAsync(cancellation);
            }

            Reserve(1)[0] = (byte)key.Kind;
            _filled++;
            Length(Encoding.UTF8.GetByteCount(key.Name));
            Text(key.Name);
            Length(value.Length);
            value.CopyTo(Reserve(value.Length));
            _filled += value.Length;
            _records++;
        }

        Reserve(1)[0] = CheckpointFormat.End;
        _filled++;
        BinaryPrimitives.WriteInt64LittleEndian(Reserve(sizeof(long)), _records);
        _filled += sizeof(long);
        await DrainAsync(cancellation);
        BinaryPrimitives.WriteUInt32LittleEndian(_chunk, _checksum);
        _filled = sizeof(uint);
        await DrainAsync(cancellation);
    }

    void Header(int tokenBytes)
    {
        var header = Reserve(CheckpointFormat.HeaderBytes);
        CheckpointFormat.Magic.CopyTo(header);
        BinaryPrimitives.WriteUInt16LittleEndian(header[8..], CheckpointFormat.Version);
        BinaryPrimitives.WriteUInt16LittleEndian(header[10..], 0);
        BinaryPrimitives.WriteInt32LittleEndian(header[12..], tokenBytes);
        _filled += CheckpointFormat.HeaderBytes;
    }

    void Length(int value)
    {
        BinaryPrimitives.WriteInt32LittleEndian(Reserve(sizeof(int)), value);
        _filled += sizeof(int);
    }

    void Text(string text) => _filled += Encoding.UTF8.GetBytes(text, Reserve(Encoding.UTF8.GetMaxByteCount(text.Length)));

    Span<byte> Reserve(int count)
    {
        if (_chunk.Length - _filled < count)
        {
            Array.Resize(ref _chunk, Math.Max(_chunk.Length * 2, _filled + count));
        }

        return _chunk.AsSpan(_filled);
    }

    async ValueTask DrainAsync(CancellationToken cancellation)
    {
        _checksum = Crc32C.Continue(_checksum, _chunk.AsSpan(0, _filled));
        await RandomAccess.WriteAsync(file, _chunk.AsMemory(0, _filled), _position, cancellation);
        _position += _filled;
        _filled = 0;
    }
}
