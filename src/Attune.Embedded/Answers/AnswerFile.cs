using System.Globalization;
using Attune.Embedded.Log;
using Attune.Recommending.Answers;

namespace Attune.Embedded.Answers;

/// <summary>One file of answers, and where each begins; some 24 bytes of memory an answer once somebody has looked into it.</summary>
/// <remarks>For one caller at a time.</remarks>
sealed class AnswerFile(ISegmentDirectory directory, string name, long created)
{
    /// <summary>How names end.</summary>
    public const string Suffix = ".answers";

    /// <summary>Bytes before the first record: <c>ATANSWR</c> and the version of the layout.</summary>
    public const int HeadBytes = 8;

    List<(AnswerKey Key, int Start)>? _places;

    /// <summary>Its name.</summary>
    public string Name => name;

    /// <summary>When it was begun, in milliseconds since 1970.</summary>
    public long Created { get; } = created;

    /// <summary>No record in it was written later, in milliseconds since 1970.</summary>
    public long LastWrite { get; set; } = created;

    /// <summary>Bytes in it.</summary>
    public long Length { get; set; }

    static ReadOnlySpan<byte> Head => "ATANSWR\u0001"u8;

    /// <summary>Its name where it begins at a time.</summary>
    public static string NameOf(long created) => string.Create(CultureInfo.InvariantCulture, $"{created:x12}{Suffix}");

    /// <summary>The file of a name; null where it is none of ours.</summary>
    public static AnswerFile? Of(ISegmentDirectory directory, string name)
    {
        if (!name.EndsWith(Suffix, StringComparison.Ordinal)
            || !long.TryParse(name.AsSpan(0, name.Length - Suffix.Length), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var created))
        {
            return null;
        }

        using var file = directory.Open(name, writable: false);
        Span<byte> head = stackalloc byte[HeadBytes];
        return new AnswerFile(directory, name, created) { Length = file.Read(head, 0) == HeadBytes && head.SequenceEqual(Head) ? file.Length : 0 };
    }

    /// <summary>Begins one.</summary>
    public static (AnswerFile File, ISegmentFile Bytes) Begin(ISegmentDirectory directory, long created)
    {
        var bytes = directory.Create(NameOf(created));
        bytes.Write(Head, 0);
        return (new AnswerFile(directory, NameOf(created), created) { Length = HeadBytes, _places = [] }, bytes);
    }

    /// <summary>Notes records that were written at the end, and when.</summary>
    public void Grow(ReadOnlySpan<byte> records, long now)
    {
        for (var at = 0; at < records.Length; at += AnswerFrame.LengthOf(records[at..]))
        {
            _places?.Add((AnswerFrame.Read(records[at..]).Key, (int)Length + at));
        }

        Length += records.Length;
        LastWrite = Math.Max(LastWrite, now);
    }

    /// <summary>A whole record; null where there is none of the key, or it is damaged.</summary>
    public byte[]? Find(AnswerKey key)
    {
        using var file = directory.Open(name, writable: false);
        _places ??= Places(file);
        foreach (var (held, start) in _places)
        {
            if (held == key && Read(file, start) is { } record && AnswerFrame.IsWhole(record) && AnswerFrame.Read(record).Key == key)
            {
                return record;
            }
        }

        return null;
    }

    /// <summary>Every record, whole or damaged, with where it begins; what is behind the last is cut off where <paramref name="cuts"/> says so.</summary>
    public IEnumerable<(int Start, byte[] Record)> Walk(ISegmentFile file, bool cuts)
    {
        var places = Places(file);
        var end = HeadBytes;
        foreach (var (_, start) in places)
        {
            if (Read(file, start) is { } record)
            {
                end = start + record.Length;
                yield return (start, record);
            }
        }

        if (cuts && file.Length > end)
        {
            file.Truncate(end);
            Length = end;
        }
    }

    // By the headers alone: it ends where a record would be longer than the file, as a torn one is.
    static List<(AnswerKey Key, int Start)> Places(ISegmentFile file)
    {
        var places = new List<(AnswerKey, int)>();
        Span<byte> header = stackalloc byte[AnswerFrame.HeaderBytes];
        var length = file.Length;
        for (var at = HeadBytes; file.Read(header, at) == header.Length && AnswerFrame.LengthOf(header) is > 0 and var bytes && at + bytes <= length; at += bytes)
        {
            places.Add((AnswerFrame.Read(header).Key, at));
        }

        return places;
    }

    static byte[]? Read(ISegmentFile file, int start)
    {
        Span<byte> header = stackalloc byte[AnswerFrame.HeaderBytes];
        if (file.Read(header, start) < header.Length || AnswerFrame.LengthOf(header) is not (> 0 and var length) || start + (long)length > file.Length)
        {
            return null;
        }

        var record = new byte[length];
        var got = 0;
        for (int read; got < length && (read = file.Read(record.AsSpan(got), start + got)) > 0; got += read)
        {
        }

        return got == length ? record : null;
    }
}
