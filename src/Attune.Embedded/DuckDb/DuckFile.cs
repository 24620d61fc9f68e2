namespace Attune.Embedded.DuckDb;

/// <summary>One database file with one writer and several readers, for stores that are called asynchronously.</summary>
/// <remarks>
/// <para><b>Concurrency.</b> One write at a time; up to four readings side by side, each on a connection of its own, in a
/// read-only transaction that sees one committed state and holds up no write. More of either wait.</para>
/// <para><b>Durability.</b> What a write did has been fsynced when it returns, and none of it is there when it throws.</para>
/// <para><b>Recovery.</b> After a failure that DuckDB calls fatal (a commit that could not be written, for one) it answers
/// nothing more; the next write or reading then opens the file anew, which replays the write-ahead log.</para>
/// </remarks>
sealed class DuckFile : IAsyncDisposable
{
    const int Readings = 4;

    readonly string _path;
    readonly DuckDbSettings _settings;
    readonly string _schema;
    readonly SemaphoreSlim _writing = new(1);
    readonly SemaphoreSlim _reading = new(Readings);
    readonly CancellationTokenSource _closing = new();
    DuckDatabase? _database;
    DuckConnection? _writer;
    volatile bool _broken;
    int _disposed;

    DuckFile(string path, DuckDbSettings settings, string schema) => (_path, _settings, _schema) = (path, settings, schema);

    /// <summary>Opens or creates a file and runs the statements that create its tables where they are missing.</summary>
    public static async ValueTask<DuckFile> OpenAsync(
        string path, DuckDbSettings settings, string schema, CancellationToken cancellation)
    {
        var file = new DuckFile(path, settings, schema);
        DuckFileCopy.DeleteUnfinished(path);
        await Task.Run(file.Open, cancellation);
        return file;
    }

    /// <summary>Runs work in one transaction on the writer's connection. It is not cancelled once begun: it is short.</summary>
    /// <exception cref="DuckDbStorageException">The disk is full or failed.</exception>
    public async ValueTask<T> WriteAsync<T>(Func<DuckConnection, T> work, CancellationToken cancellation)
    {
        ObjectDisposedException.ThrowIf(_disposed != 0, this);
        await _writing.WaitAsync(cancellation);
        try
        {
            ObjectDisposedException.ThrowIf(_disposed != 0, this);
            await MendAsync();
            var writer = _writer!;
            return await Task.Run(() => Watched(() => writer.InTransaction(() => work(writer))), CancellationToken.None);
        }
        catch (DuckDbException failure) when (failure.OfStorage)
        {
            throw new DuckDbStorageException(failure);
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <summary>Runs a reading on a connection of its own.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled, or the file is being closed.</exception>
    public async ValueTask<T> ReadAsync<T>(Func<DuckConnection, T> read, CancellationToken cancellation)
    {
        ObjectDisposedException.ThrowIf(_disposed != 0, this);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellation, _closing.Token);
        if (_broken)
        {
            await _writing.WaitAsync(ended.Token);
            try
            {
                await MendAsync();
            }
            finally
            {
                _writing.Release();
            }
        }

        await _reading.WaitAsync(ended.Token);
        try
        {
            return await Task.Run(() => Watched(() => Snapshot(read, ended.Token)), ended.Token);
        }
        finally
        {
            _reading.Release();
        }
    }

    /// <summary>
    /// Writes what the file holds into a new one and puts that in its place, so that nothing deleted is left on the disk. Readings
    /// under way are waited for; writes and new readings wait.
    /// </summary>
    /// <exception cref="DuckDbStorageException">The disk is full or failed; the old file stays in place.</exception>
    public ValueTask RewriteAsync(CancellationToken cancellation) => ClosedAsync(() => DuckFileCopy.Renew(_path, _settings), cancellation);

    /// <summary>
    /// Runs work while the file is closed, with all that was committed in it, and opens it again whatever becomes of the work. Readings under way
    /// are waited for; writes and new readings wait. To open the file beside DuckDB would take away the lock it holds on it.
    /// </summary>
    public async ValueTask ClosedAsync(Action work, CancellationToken cancellation)
    {
        ObjectDisposedException.ThrowIf(_disposed != 0, this);
        await _writing.WaitAsync(cancellation);
        try
        {
            ObjectDisposedException.ThrowIf(_disposed != 0, this);
            await WithoutReadingsAsync(() =>
            {
                _broken = true;
                Close();
                try
                {
                    work();
                }
                finally
                {
                    Open();
                }
            });
        }
        catch (DuckDbException failure) when (failure.OfStorage)
        {
            throw new DuckDbStorageException(failure);
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <summary>Ends the readings, waits for the write that runs, and closes the file.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            return;
        }

        await _closing.CancelAsync();
        await _writing.WaitAsync();
        await WithoutReadingsAsync(Close);
        _closing.Dispose();
    }

    void Open()
    {
        _database = DuckDatabase.Open(_path, _settings);
        try
        {
            _writer = _database.Connect();
            _writer.Execute(_schema);
            _broken = false;
        }
        catch
        {
            Close();
            throw;
        }
    }

    void Close()
    {
        _writer?.Dispose();
        _database?.Dispose();
    }

    // Called by the holder of the writing permit.
    async Task MendAsync()
    {
        if (_broken)
        {
            await WithoutReadingsAsync(() =>
            {
                Close();
                Open();
            });
        }
    }

    async Task WithoutReadingsAsync(Action work)
    {
        for (var reading = 0; reading < Readings; reading++)
        {
            await _reading.WaitAsync();
        }

        try
        {
            await Task.Run(work);
        }
        finally
        {
            _reading.Release(Readings);
        }
    }

    T Watched<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (DuckDbException failure) when (failure.Fatal)
        {
            _broken = true;
            throw;
        }
    }

    T Snapshot<T>(Func<DuckConnection, T> read, CancellationToken cancellation)
    {
        using var connection = _database!.Connect();
        using var interruption = new DuckInterruption(connection, cancellation);
        try
        {
            connection.Execute("BEGIN TRANSACTION READ ONLY");
            return read(connection);
        }
        catch (DuckDbException failure) when (failure.Interrupted)
        {
            throw new OperationCanceledException("The reading was ended.", failure, cancellation);
        }
    }
}
