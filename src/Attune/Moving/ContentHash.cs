using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using Attune.Catalog;
using Attune.Events;
using Attune.Generations;

namespace Attune.Moving;

/// <summary>128 bits of what is moved, the same on every store: fields in one order, each text with its length before it.</summary>
/// <remarks>Tells faults, not forgers. Some 150 ns an event. Not for use by several at once.</remarks>
sealed class ContentHash
{
    readonly ArrayBufferWriter<byte> _bytes = new(1024);

    /// <summary>Of an event: id, type, user, session, item, time, value, recommendation, context.</summary>
    public UInt128 Of(UserEvent happened)
    {
        Begin();
        Add(happened.EventId);
        Add(happened.Type.Name);
        Add(happened.User?.Value);
        Add(happened.Session?.Value);
        Add(happened.Item?.Value);
        Add(happened.Time.Micros);
        Add(happened.Value is { } value ? BitConverter.DoubleToInt64Bits(value) : long.MinValue + 1);
        Add(happened.RecommendationId);
        Add(happened.Context);
        return End();
    }

    /// <summary>Of a record: id, properties, when it was changed.</summary>
    public UInt128 Of(PropertyRecord record)
    {
        Begin();
        Add(record.Id);
        Add(record.Properties);
        Add(record.ChangedAt.Micros);
        return End();
    }

    /// <summary>Of an item's number.</summary>
    public UInt128 Of(int ordinal, ItemId item)
    {
        Begin();
        Add(ordinal);
        Add(item.Value);
        return End();
    }

    /// <summary>Of a document.</summary>
    public UInt128 Of(string kind, string name, string json)
    {
        Begin();
        Add(kind);
        Add(name);
        Add(json);
        return End();
    }

    /// <summary>Of a generation: number, bytes, the file's SHA-256, what it was made of.</summary>
    public UInt128 Of(GenerationManifest manifest)
    {
        Begin();
        Add(manifest.Number);
        Add(manifest.Bytes);
        Add(manifest.Checksum);
        Add(manifest.DataFingerprint);
        Add(manifest.Verdict);
        return End();
    }

    /// <summary>Of one thing after another.</summary>
    public UInt128 Of(UInt128 before, UInt128 after)
    {
        Begin();
        Add((long)(before >> 64));
        Add((long)before);
        Add((long)(after >> 64));
        Add((long)after);
        return End();
    }

    void Begin() => _bytes.ResetWrittenCount();

    UInt128 End() => EventIdHash.Of(_bytes.WrittenSpan);

    void Add(long number)
    {
        BinaryPrimitives.WriteInt64LittleEndian(_bytes.GetSpan(8), number);
        _bytes.Advance(8);
    }

    void Add(string? text)
    {
        // None is told from empty by a length no text has.
        Add(text is null ? -1 : Encoding.UTF8.GetByteCount(text));
        if (text is not null)
        {
            Encoding.UTF8.GetBytes(text, _bytes);
        }
    }
}
