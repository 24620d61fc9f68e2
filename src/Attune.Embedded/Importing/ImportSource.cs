using System.Runtime.CompilerServices;
using Attune.Embedded.DuckDb;
using Attune.Embedded.Importing.Presets;
using Attune.Events;

namespace Attune.Embedded.Importing;

/// <summary>Files, read as events, items and users in the order of their rows.</summary>
/// <remarks>
/// <para><b>How.</b> DuckDB's own readers, in a database in memory that is not a workspace's, stream the rows; they are read
/// twice, the first time to count them. What a mapping or preset means is one SQL query a file (<see cref="ImportPass"/>).</para>
/// <para><b>Again.</b> An event without an id of its own gets one of its file and row (<see cref="FileIdentity"/>), the same each
/// time, so that what takes the events can recognise those it has.</para>
/// <para><b>Concurrency.</b> One reader at a time.</para>
/// </remarks>
public sealed class ImportSource : IAsyncDisposable
{
    const int MostRejects = 10_000;

    readonly DuckDatabase _database;
    readonly DuckConnection _connection;
    readonly List<ImportPass> _passes;
    readonly ImportSettings _settings;
    readonly EventTime _now;

    ImportSource(DuckDatabase database, DuckConnection connection, List<ImportPass> passes, ImportSettings settings, EventTime now) =>
        (_database, _connection, _passes, _settings, _now) = (database, connection, passes, settings, now);

    /// <summary>Rows in all files; of a file's lines that cannot be split into cells none is counted.</summary>
    public long RowsTotal { get; private set; }

    /// <summary>What each file is read as: a line a file, for people.</summary>
    public IReadOnlyList<string> Plan => [.. _passes.Select(pass =>
        $"{pass.Path}: {pass.Kind.ToString().ToLowerInvariant()}, "
        + string.Join(", ", pass.Fields.Select(pair => $"{pair.Key.ToString().ToLowerInvariant()} = {pair.Value}")))];

    /// <summary>Looks at the files: finds the columns, and counts the rows.</summary>
    /// <param name="settings">Which files, and how to understand them.</param>
    /// <param name="clock">Says which times are in the future.</param>
    /// <param name="cancellation">Ends the counting.</param>
    /// <exception cref="ImportException">A file is not there or cannot be read, or the mapping does not fit it.</exception>
    /// <exception cref="DuckDbMissingException">The native library is not there.</exception>
    public static async ValueTask<ImportSource> OpenAsync(ImportSettings settings, TimeProvider clock, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(settings.ChunkRows, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(settings.ChunkRows, EventLimits.BatchEvents);
        return await Task.Run(() => Open(settings, EventTime.Now(clock), cancellation), cancellation);
    }

    /// <summary>The rows, in chunks of at most <see cref="ImportSettings.ChunkRows"/>.</summary>
    /// <exception cref="ImportException">A file cannot be read any further.</exception>
    public async IAsyncEnumerable<ImportChunk> ReadAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        using var chunks = Chunks(cancellation).GetEnumerator();

        // Reading blocks, in DuckDB and on the disk, so it is done on a thread of the pool: one chunk ahead of whoever takes them.
        var next = Task.Run(() => Guarded("", chunks.MoveNext), CancellationToken.None);
        try
        {
            while (await next)
            {
                var chunk = chunks.Current;
                next = Task.Run(() => Guarded("", chunks.MoveNext), CancellationToken.None);
                yield return chunk;
            }
        }
        finally
        {
            // Whoever stops early must not dispose of what is still being read.
            await ((Task)next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _connection.Dispose();
        _database.Dispose();
        return ValueTask.CompletedTask;
    }

    static ImportSource Open(ImportSettings settings, EventTime now, CancellationToken cancellation)
    {
        foreach (var path in settings.Paths)
        {
            if (!File.Exists(path) && !(settings.Preset is not null && Directory.Exists(path)))
            {
                throw new ImportException($"There is no file {path}.");
            }
        }

        // One thread: with more, DuckDB 1.5 streams the chunks of a CSV file out of the file's order.
        var database = DuckDatabase.Open(DuckDatabase.InMemory, new DuckDbSettings { MemoryBytes = settings.MemoryBytes, Threads = 1, Files = true });
        var connection = database.Connect();
        var source = new ImportSource(database, connection, [], settings, now);
        try
        {
            connection.Execute("SET TimeZone = 'UTC'");
            foreach (var path in settings.Paths)
            {
                source._passes.AddRange(Guarded(path, () => Passes(connection, path, settings, source._passes.Count)));
            }

            foreach (var pass in source._passes)
            {
                cancellation.ThrowIfCancellationRequested();
                source.RowsTotal += Guarded(pass.Path, () => connection.Scalar<long>($"SELECT count(*) FROM {pass.Countable}"));
            }

            return source;
        }
        catch
        {
            connection.Dispose();
            database.Dispose();
            throw;
        }
    }

    static IReadOnlyList<ImportPass> Passes(DuckConnection connection, string path, ImportSettings settings, int number) => settings.Preset switch
    {
        null => [Mapping.Of(connection, path, settings, number)],
        MovieLens100k.Name => MovieLens100k.Passes(path),
        OnlineRetail.Name => OnlineRetail.Passes(path),
        _ => throw new ImportException($"The preset '{settings.Preset}' is not known; it is {MovieLens100k.Name} or {OnlineRetail.Name}."),
    };

    IEnumerable<ImportChunk> Chunks(CancellationToken cancellation)
    {
        var types = new TypeNames();
        long before = 0;
        foreach (var pass in _passes)
        {
            var rows = new RowReading(pass, types, _now);
            var chunk = new ChunkBuilder();
            using (var result = _connection.Query(pass.Select()))
            {
                while (result.Read())
                {
                    cancellation.ThrowIfCancellationRequested();
                    for (var row = 0; row < result.RowCount; row++)
                    {
                        rows.Read(result, row, chunk);
                        if (rows.Rows % _settings.ChunkRows == 0)
                        {
                            yield return chunk.ToChunk(before + rows.Rows, RowsTotal);
                            chunk = new ChunkBuilder();
                        }
                    }
                }
            }

            before += rows.Rows;
            AddRejects(pass, chunk);
            yield return chunk.ToChunk(before, RowsTotal);
        }
    }

    // Lines that could not be split into cells: known only when the file has been read.
    void AddRejects(ImportPass pass, ChunkBuilder chunk)
    {
        if (pass.Rejects is null)
        {
            return;
        }

        using var result = _connection.Query(FormattableString.Invariant(
            $"SELECT DISTINCT ON (line) line::BIGINT, csv_line, error_message FROM {pass.Rejects} ORDER BY line LIMIT {MostRejects}"));
        while (result.Read())
        {
            for (var row = 0; row < result.RowCount; row++)
            {
                chunk.Refusals.Add(new ImportRefusal(
                    Path.GetFileName(pass.Path),
                    result.Values<long>(0)[row],
                    "line",
                    ChunkBuilder.Cut(result.Nulls(1)[row] ? "" : result.Texts(1).String(row)),
                    result.Texts(2).String(row)));
            }
        }
    }

    static T Guarded<T>(string path, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (DuckDbException failure)
        {
            throw new ImportException(path.Length == 0 ? failure.Message : $"{path}: {failure.Message}");
        }
    }
}
