using System.Runtime.CompilerServices;
using System.Text;
using Attune.Embedded.Log;
using Attune.Events;
using Attune.Recommending.Answers;
using Microsoft.Extensions.Logging;

namespace Attune.Embedded.Answers;

/// <summary>Answers in files of one directory, written behind.</summary>
/// <remarks>
/// <para><b>Writing.</b> An answer is copied into a bounded array; four times a second what waits there goes to the newest file in one
/// write. The disk is not waited for: a process that is killed loses at most the last quarter of a second, a power cut some seconds. A
/// write that fails drops what it held, counts it, and the next begins a new file.</para>
/// <para><b>Retention.</b> Whole files go, the oldest first. <b>Torn tails</b> are passed over: no file is appended to after a restart.</para>
/// <para><b>Concurrency.</b> Taking an answer holds a lock for a copy; all else takes turns on another.</para>
/// </remarks>
public sealed class AnswerFiles : IAnswerStore
{
    static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    const int MostSpareBytes = 1 << 20;

    // An answer may be written later than it was made, and clocks are put right.
    static readonly long Slack = (long)TimeSpan.FromMinutes(1).TotalMilliseconds;

    readonly ISegmentDirectory _directory;
    readonly AnswerFilesSettings _settings;
    readonly TimeProvider _clock;
    readonly ILogger? _logger;
    readonly Lock _disk = new();
    readonly AnswersWaiting _waiting;
    readonly List<AnswerFile> _files;
    readonly CancellationTokenSource _stop = new();
    readonly Task _writing;
    ISegmentFile? _open;
    byte[] _spare = [];
    long _dropped;

    internal AnswerFiles(ISegmentDirectory directory, AnswerFilesSettings settings, TimeProvider clock, ILogger? logger)
    {
        (_directory, _settings, _clock, _logger) = (directory, settings, clock, logger);
        _waiting = new AnswersWaiting(settings.QueueBytes);
        _files = [.. directory.List().Select(name => AnswerFile.Of(directory, name)).OfType<AnswerFile>().OrderBy(file => file.Created)];
        foreach (var empty in _files.Where(file => file.Length <= AnswerFile.HeadBytes))
        {
            directory.Delete(empty.Name);
        }

        _files.RemoveAll(file => file.Length <= AnswerFile.HeadBytes);
        for (var n = 0; n < _files.Count; n++)
        {
            _files[n].LastWrite = n + 1 < _files.Count ? _files[n + 1].Created : Now();
        }

        lock (_disk)
        {
            Expire();
        }

        _writing = WriteBehindAsync();
    }

    /// <inheritdoc/>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>Bytes of all files.</summary>
    public long Bytes
    {
        get
        {
            lock (_disk)
            {
                return _files.Sum(file => file.Length);
            }
        }
    }

    long Oldest => (_clock.GetUtcNow() - _settings.RetainFor).ToUnixTimeMilliseconds();

    /// <summary>Opens a directory, making it where it is missing.</summary>
    /// <exception cref="IOException">Another process has it.</exception>
    public static AnswerFiles Open(string path, AnswerFilesSettings settings, TimeProvider clock, ILogger? logger) =>
        new(new DiskDirectory(path), settings, clock, logger);

    /// <inheritdoc/>
    public void Keep(AnswerKey key, ProfileKey? user, ProfileKey? session, ReadOnlySpan<byte> answer)
    {
        if (!_waiting.TryAdd(key, user, session, answer))
        {
            Interlocked.Increment(ref _dropped);
        }
    }

    /// <inheritdoc/>
    public ValueTask<byte[]?> FindAsync(AnswerKey key, CancellationToken cancellation)
    {
        lock (_disk)
        {
            Write();
            for (var n = _files.Count - 1; key.Milliseconds >= Oldest && n >= 0; n--)
            {
                if (_files[n].Created - Slack <= key.Milliseconds && key.Milliseconds <= _files[n].LastWrite + Slack && _files[n].Find(key) is { } record)
                {
                    return new(record[AnswerFrame.Read(record).AnswerStart..]);
                }
            }
        }

        return default;
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<byte[]> OfAsync(ProfileKey whose, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var profile = Encoding.UTF8.GetBytes(whose.Value);
        foreach (var file in Written())
        {
            cancellation.ThrowIfCancellationRequested();
            var found = new List<byte[]>();
            lock (_disk)
            {
                if (!_files.Contains(file))
                {
                    continue;
                }

                using var bytes = _directory.Open(file.Name, writable: false);
                found.AddRange(file.Walk(bytes, cuts: false)
                    .Where(entry => AnswerFrame.IsWhole(entry.Record) && AnswerFrame.Read(entry.Record).IsOf(entry.Record, profile))
                    .Select(entry => entry.Record[AnswerFrame.Read(entry.Record).AnswerStart..]));
            }

            foreach (var answer in found)
            {
                yield return answer;
            }

            await Task.Yield();
        }
    }

    /// <inheritdoc/>
    /// <remarks>A damaged record may be anybody's, and can be shown to nobody: it is overwritten too.</remarks>
    public async ValueTask<IReadOnlyList<AnswerKey>> EraseAsync(ProfileKey whose, CancellationToken cancellation)
    {
        var profile = Encoding.UTF8.GetBytes(whose.Value);
        var erased = new List<AnswerKey>();
        foreach (var file in Written())
        {
            cancellation.ThrowIfCancellationRequested();
            lock (_disk)
            {
                if (_files.Contains(file))
                {
                    Erase(file, profile, erased);
                }
            }

            await Task.Yield();
        }

        return erased;
    }

    void Erase(AnswerFile file, ReadOnlySpan<byte> profile, List<AnswerKey> erased)
    {
        if (file == _files[^1])
        {
            Close();
        }

        using var bytes = _directory.Open(file.Name, writable: true);
        foreach (var (start, record) in file.Walk(bytes, cuts: true))
        {
            var (isWhole, frame) = (AnswerFrame.IsWhole(record), AnswerFrame.Read(record));
            if (isWhole && !frame.IsOf(record, profile))
            {
                continue;
            }

            AnswerFrame.Erase(record);
            bytes.Write(record, start);
            if (isWhole)
            {
                erased.Add(frame.Key);
            }
        }

        bytes.Flush();
    }

    AnswerFile[] Written()
    {
        lock (_disk)
        {
            Write();
            return [.. _files];
        }
    }

    async Task WriteBehindAsync()
    {
        using var timer = new PeriodicTimer(Pause, _clock);
        try
        {
            while (await timer.WaitForNextTickAsync(_stop.Token))
            {
                lock (_disk)
                {
                    Write();
                    Expire();
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Closed: the rest is written there.
        }
    }

    void Write()
    {
        var (records, count) = _waiting.Take(_spare);
        // What a rush needed is given back.
        _spare = records.Array!.Length <= MostSpareBytes ? records.Array : [];
        if (count == 0)
        {
            return;
        }

        var span = records.AsSpan();
        for (int at = 0, length; at < span.Length; at += length)
        {
            length = AnswerFrame.LengthOf(span[at..]);
            AnswerFrame.Seal(span.Slice(at, length));
        }

        try
        {
            if (_open is null || IsFull(_files[^1]))
            {
                Begin();
            }

            _open!.Write(span, _files[^1].Length);
            _files[^1].Grow(span, Now());
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            Interlocked.Add(ref _dropped, count);
            Close();
            if (_logger is not null)
            {
                LogMessages.AnswersDropped(_logger, count, failure.Message);
            }
        }
    }

    bool IsFull(AnswerFile newest) =>
        newest.Length >= _settings.SegmentBytes || Now() - newest.Created > _settings.RetainFor.TotalMilliseconds / 16;

    void Begin()
    {
        Close();
        // A name of its own, also within the millisecond, or where the clock went back.
        var created = Math.Max(Now(), _files.Count > 0 ? _files[^1].Created + 1 : 0);
        (var file, _open) = AnswerFile.Begin(_directory, created);
        _files.Add(file);
        _directory.Flush();
        Expire();
    }

    void Expire()
    {
        var (bytes, oldest) = (_files.Sum(file => file.Length), Oldest);
        while ((_files.Count > 1 && bytes > _settings.RetainBytes) || (_files.Count > 0 && _files[0].LastWrite < oldest))
        {
            if (_files.Count == 1)
            {
                Close();
            }

            try
            {
                _directory.Delete(_files[0].Name);
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                return;
            }

            bytes -= _files[0].Length;
            _files.RemoveAt(0);
        }
    }

    // What comes next begins a new file.
    void Close()
    {
        _open?.Dispose();
        _open = null;
    }

    long Now() => _clock.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>Writes what waits and lets the directory go.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _writing;
        lock (_disk)
        {
            Write();
            Close();
        }

        _directory.Dispose();
        _stop.Dispose();
    }
}
