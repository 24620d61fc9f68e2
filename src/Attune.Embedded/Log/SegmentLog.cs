using System.Runtime.CompilerServices;
using Attune.Events;
using Attune.Operating;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Attune.Embedded.Log;

/// <summary>The event log of one machine: one partition, in segment files of one directory.</summary>
/// <remarks>
/// <para><b>Layout.</b> Segments named by their first offset, each a header and batches one after the other; drawn byte by
/// byte in FORMAT.md.</para>
/// <para><b>Durability.</b> Callers encode their events at once; one thread takes everything that waits, writes it as one
/// batch, flushes once, and then tells them all. Readers see a batch only when it is durable.</para>
/// <para><b>Concurrency.</b> Any number of appenders and readers. Readers that keep up are served from memory.</para>
/// <para><b>Failure.</b> A disk that is full or fails refuses the append; reading goes on, and so does appending as soon
/// as the disk takes bytes again.</para>
/// <para><b>Recovery.</b> See <see cref="SegmentRecovery"/>; what was cut is in <see cref="Recovered"/>.</para>
/// </remarks>
public sealed class SegmentLog : IEventLog
{
    static readonly TimeSpan RetryAfter = TimeSpan.FromMilliseconds(250);

    readonly ISegmentDirectory _directory;
    readonly SegmentLogSettings _settings;
    readonly TimeProvider _clock;
    readonly ILogger _logger;
    readonly SegmentSet _segments;
    readonly RecentBatches _recent;
    readonly CommitQueue _queue;
    readonly CommitSignal _committed = new();
    readonly SemaphoreSlim _erasing = new(1, 1);
    readonly LogWriter _writer;
    readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    volatile Func<long>? _lowestNeeded;
    int _holds;
    long _end;

    SegmentLog(ISegmentDirectory directory, SegmentLogSettings settings, TimeProvider clock, ILogger logger, RecoveredLog recovered)
    {
        (_directory, _settings, _clock, _logger) = (directory, settings, clock, logger);
        _segments = new SegmentSet(recovered.Segments);
        _recent = new RecentBatches(settings.RecentBytes);
        _queue = new CommitQueue(settings.QueueBytes, settings.QueueRequests);
        _writer = new LogWriter(directory, _segments, settings, clock, logger);
        _end = recovered.EndOffset;
        Recovered = recovered.Cut;
        if (recovered.Active is { } file)
        {
            _writer.Resume(recovered.Segments[^1], file);
        }

        new Thread(Write) { IsBackground = true, Name = "attune log" }.Start();
    }

    /// <inheritdoc/>
    public int Partitions => 1;

    /// <summary>What was cut off the end when the log was opened; null where it ended cleanly.</summary>
    public LogRecovery? Recovered { get; }

    /// <summary>How many bytes the segments take.</summary>
    public long Bytes => _segments.Bytes;

    /// <summary>How many segments there are.</summary>
    public int Segments => _segments.Count;

    /// <summary>Opens the log in a directory, which is made where it is missing.</summary>
    /// <exception cref="ArgumentException">A setting is out of its range; the message has all that are.</exception>
    /// <exception cref="LogCorruptException">Something other than the torn end is damaged.</exception>
    /// <exception cref="IOException">Another process has it open.</exception>
    public static SegmentLog Open(string directory, SegmentLogSettings settings, TimeProvider clock, ILogger<SegmentLog>? logger = null)
    {
        SettingFaults.Refuse(settings.Faults());
        return Open(new DiskDirectory(directory), settings, clock, logger);
    }

    /// <summary>Opens the log in a directory that may be a test's.</summary>
    internal static SegmentLog Open(ISegmentDirectory directory, SegmentLogSettings settings, TimeProvider clock, ILogger? logger)
    {
        SettingFaults.Refuse(settings.Faults());
        logger ??= NullLogger.Instance;
        try
        {
            var recovered = SegmentRecovery.Open(directory, settings);
            if (recovered.Cut is { } cut)
            {
                LogMessages.CutTornTail(logger, cut.File, cut.Position, cut.BytesCut, cut.Offset, cut.Reason);
            }

            return new SegmentLog(directory, settings, clock, logger, recovered);
        }
        catch
        {
            directory.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public long FirstOffset(int partition) => Only(partition, _segments.FirstOffset);

    /// <inheritdoc/>
    public long EndOffset(int partition) => Only(partition, Volatile.Read(ref _end));

    /// <summary>
    /// Allows retention: from now on segments that have expired are deleted, where everything in them is below the offset
    /// this gives. Without it nothing is ever deleted.
    /// </summary>
    /// <param name="lowestNeeded">The lowest offset any consumer still needs; called from any thread, must not block.</param>
    public void AllowRetention(Func<long> lowestNeeded) => _lowestNeeded = lowestNeeded;

    /// <summary>Keeps every segment there is from now on until what it gives is disposed of.</summary>
    internal IDisposable HoldSegments()
    {
        Interlocked.Increment(ref _holds);
        return new SegmentHold(() => Interlocked.Decrement(ref _holds));
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentOutOfRangeException">There are no events, or more than a batch may have.</exception>
    /// <exception cref="System.Text.EncoderFallbackException">A text has half a surrogate pair.</exception>
    /// <exception cref="ObjectDisposedException">The log is closed.</exception>
    public async ValueTask<AppendOutcome> AppendAsync(IReadOnlyList<UserEvent> events, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfZero(events.Count, nameof(events));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(events.Count, EventLimits.BatchEvents, nameof(events));
        cancellation.ThrowIfCancellationRequested();
        UserEvent[] taken = [.. events];
        var append = new PendingAppend(taken, Encode(taken));
        if (!TryAdd(append))
        {
            return new AppendOutcome.Overloaded(RetryAfter);
        }

        return await append.Fate.WaitAsync(cancellation);
    }

    /// <inheritdoc/>
    /// <exception cref="LogCorruptException">A batch on the way is damaged.</exception>
    public async IAsyncEnumerable<EventBatch> ReadAsync(
        int partition, long offset, bool follow, [EnumeratorCancellation] CancellationToken cancellation)
    {
        using var files = new SegmentReader(_directory, _segments);
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            var next = _committed.Next;
            offset = Math.Max(offset, FirstOffset(partition));
            if (offset < EndOffset(partition))
            {
                if ((_recent.Find(offset) ?? ReadFile(files, offset))?.From(offset) is { } batch)
                {
                    yield return batch;
                    offset = batch.NextOffset;
                }
            }
            else if (!follow || _closed.Task.IsCompleted)
            {
                yield break;
            }
            else
            {
                await next.WaitAsync(cancellation);
            }
        }
    }

    /// <inheritdoc/>
    /// <remarks>Cost: reads every segment begun before the place, and writes anew those that hold an event to erase.</remarks>
    /// <exception cref="LogCorruptException">A batch on the way is damaged.</exception>
    public async ValueTask<long> EraseAsync(EventErasure erasure, CancellationToken cancellation)
    {
        await _erasing.WaitAsync(cancellation);
        try
        {
            var files = new LogErasure(_directory, _segments, _recent, _writer, _settings);
            var erased = await Task.Run(() => files.FromFull(erasure, cancellation), cancellation);
            var done = new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously);
            _queue.Add(() =>
            {
                try
                {
                    done.SetResult(files.FromLast(erasure));
                }
                catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or LogCorruptException)
                {
                    done.SetException(failure);
                }
            });
            return erased + await done.Task;
        }
        finally
        {
            _erasing.Release();
        }
    }

    /// <summary>Deletes what has expired, where <see cref="AllowRetention"/> was called. Also done at each new segment.</summary>
    /// <returns>How many segments were deleted.</returns>
    public int Retain()
    {
        if (_lowestNeeded is not { } lowestNeeded || Volatile.Read(ref _holds) > 0)
        {
            return 0;
        }

        var expired = _segments.TakeExpired(_settings, lowestNeeded(), EventTime.Now(_clock));
        foreach (var segment in expired)
        {
            Delete(segment);
        }

        return expired.Count;
    }

    /// <summary>Commits what waits, then closes. Readers that follow come to their end.</summary>
    public async ValueTask DisposeAsync()
    {
        _queue.Close();
        await _closed.Task;
        _committed.Raise();
        _erasing.Dispose();
    }

    static long Only(int partition, long value) => partition == 0
        ? value
        : throw new ArgumentOutOfRangeException(nameof(partition), partition, "This log has one partition, 0.");

    static RecordBuffer Encode(UserEvent[] events)
    {
        var records = new RecordBuffer(events.Length * 192);
        try
        {
            foreach (var e in events)
            {
                EventCodec.Encode(e, records);
            }

            return records;
        }
        catch
        {
            records.Dispose();
            throw;
        }
    }

    bool TryAdd(PendingAppend append)
    {
        var isAdded = false;
        try
        {
            isAdded = _queue.TryAdd(append);
        }
        finally
        {
            if (!isAdded)
            {
                append.Records.Dispose();
            }
        }

        return isAdded;
    }

    EventBatch? ReadFile(SegmentReader files, long offset)
    {
        try
        {
            return files.Read(offset);
        }
        catch (FileNotFoundException) when (offset < _segments.FirstOffset)
        {
            // Expired in between: reading goes on at what is now the first.
            return null;
        }
    }

    void Write()
    {
        var group = new List<PendingAppend>();
        while (_queue.Take(_settings.CommitBytes, group))
        {
            if (group.Count > 0)
            {
                Commit(group);
            }
        }

        _writer.Close();
        _directory.Dispose();
        _closed.SetResult();
    }

    void Commit(List<PendingAppend> group)
    {
        var frame = new BatchFrame(_end, EventTime.Now(_clock), group.Sum(append => append.Events.Length));
        var segments = _segments.Count;
        var (bytes, failure) = _writer.Append(group, frame);
        if (failure is not null)
        {
            group.ForEach(append => append.Complete(new AppendOutcome.StorageFailed(failure)));
            return;
        }

        UserEvent[] events = group is [var only] ? only.Events : [.. group.SelectMany(append => append.Events)];
        _recent.Add(new EventBatch(0, frame.BaseOffset, frame.AcceptedAt, events), bytes);
        Volatile.Write(ref _end, frame.NextOffset);
        _committed.Raise();
        var next = frame.BaseOffset;
        foreach (var append in group)
        {
            next += append.Events.Length;
            append.Complete(new AppendOutcome.Appended(LogToken.At(0, next)));
        }

        if (_segments.Count > segments)
        {
            Retain();
        }
    }

    sealed class SegmentHold(Action ended) : IDisposable
    {
        Action? _ended = ended;

        public void Dispose() => Interlocked.Exchange(ref _ended, null)?.Invoke();
    }

    void Delete(Segment segment)
    {
        var path = _directory.PathOf(segment.Name);
        try
        {
            _directory.Delete(segment.Name);
            _directory.Flush();
            LogMessages.DeletedSegment(_logger, path, _segments.FirstOffset);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            LogMessages.DeleteFailed(_logger, path, failure.Message);
        }
    }
}
