namespace Attune.Embedded.Log;

/// <summary>
/// What waits for the writer: bounded in bytes and in number; full, it refuses. Many add, one thread takes.
/// </summary>
/// <remarks>
/// A monitor and not a channel: the writer is a thread of its own that blocks in flushes most of its life, and must not
/// hold one of the pool's.
/// </remarks>
sealed class CommitQueue(long mostBytes, int mostRequests)
{
    readonly object _gate = new();
    readonly Queue<PendingAppend> _waiting = new();
    readonly Queue<Action> _work = new();
    long _bytes;
    bool _isClosed;

    /// <summary>Adds, or says that it is full. An append larger than the bound passes when nothing else waits.</summary>
    /// <exception cref="ObjectDisposedException">The log is closed.</exception>
    public bool TryAdd(PendingAppend append)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isClosed, typeof(SegmentLog));
            var isFull = _waiting.Count >= mostRequests
                || (_waiting.Count > 0 && _bytes + append.Records.Length > mostBytes);
            if (isFull)
            {
                return false;
            }

            _waiting.Enqueue(append);
            _bytes += append.Records.Length;
            Monitor.Pulse(_gate);
            return true;
        }
    }

    /// <summary>Asks the writer to do something between two commits; it goes before what waits.</summary>
    /// <exception cref="ObjectDisposedException">The log is closed.</exception>
    public void Add(Action work)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isClosed, typeof(SegmentLog));
            _work.Enqueue(work);
            Monitor.Pulse(_gate);
        }
    }

    /// <summary>
    /// Blocks until something waits, does what is to be done between commits, and takes what waits up to a number of bytes, but at
    /// least one. False when closed and empty.
    /// </summary>
    public bool Take(long bytes, List<PendingAppend> into)
    {
        into.Clear();
        while (TakeWork() is { } work)
        {
            work();
        }

        lock (_gate)
        {
            while (_waiting.Count == 0)
            {
                if (_work.Count > 0)
                {
                    return true;
                }

                if (_isClosed)
                {
                    return false;
                }

                Monitor.Wait(_gate);
            }

            for (var taken = 0L; _waiting.TryPeek(out var next) && (taken == 0 || taken + next.Records.Length <= bytes);)
            {
                into.Add(_waiting.Dequeue());
                taken += next.Records.Length;
                _bytes -= next.Records.Length;
            }

            return true;
        }
    }

    Action? TakeWork()
    {
        lock (_gate)
        {
            return _work.TryDequeue(out var work) ? work : null;
        }
    }

    /// <summary>Nothing more is added; what waits is still taken.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _isClosed = true;
            Monitor.PulseAll(_gate);
        }
    }
}
