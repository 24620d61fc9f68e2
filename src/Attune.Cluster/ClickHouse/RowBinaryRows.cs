namespace Attune.Cluster.ClickHouse;

/// <summary>Reads one row; what it read counts only where the row was all there (<see cref="RowBinaryRow.IsShort"/>).</summary>
delegate void RowReading(ref RowBinaryRow row);

/// <summary>Reads an answer in RowBinary as it comes, a row at a time.</summary>
/// <remarks>
/// The first column of every answer read here is a byte of 1 (<see cref="Mark"/>). ClickHouse writes an error that comes late into the
/// answer itself, where the next row would begin: it does not begin with that byte, and so is never taken for a row.
/// </remarks>
sealed class RowBinaryRows(SilenceLimit answer) : IDisposable
{
    /// <summary>The first column of every statement whose answer is read here.</summary>
    public const string Mark = "toUInt8(1) AS mark";

    const int LongestRow = 64 << 20;
    const int LongestError = 64 << 10;

    byte[] _buffer = new byte[256 << 10];
    int _start;
    int _end;

    /// <summary>Reads all rows.</summary>
    /// <returns>How many there were.</returns>
    /// <exception cref="ClickHouseException">The server failed in the middle, or the connection broke.</exception>
    public async ValueTask<long> ReadAllAsync(RowReading read, CancellationToken cancellation)
    {
        var rows = 0L;
        int some;
        while ((some = await ReadSomeAsync(read, cancellation)) > 0)
        {
            rows += some;
        }

        return rows;
    }

    /// <summary>Reads the rows that come next.</summary>
    /// <returns>How many there were: 0 only at the end.</returns>
    public async ValueTask<int> ReadSomeAsync(RowReading read, CancellationToken cancellation)
    {
        while (true)
        {
            var (rows, failed) = Drain(read);
            if (failed)
            {
                var said = System.Text.Encoding.UTF8.GetString(_buffer, _start, _end - _start);
                throw answer.Refused(said + await answer.TextAsync(LongestError, cancellation));
            }

            if (rows > 0)
            {
                return rows;
            }

            if (!await FillAsync(cancellation))
            {
                return 0;
            }
        }
    }

    public void Dispose() => answer.Dispose();

    (int Rows, bool Failed) Drain(RowReading read)
    {
        var rows = 0;
        while (_start < _end)
        {
            var row = new RowBinaryRow(_buffer.AsSpan(_start, _end - _start));
            if (row.Byte() != 1)
            {
                return (rows, rows == 0);
            }

            read(ref row);
            if (row.IsShort)
            {
                break;
            }

            _start += row.Position;
            rows++;
        }

        return (rows, false);
    }

    async ValueTask<bool> FillAsync(CancellationToken cancellation)
    {
        if (_end - _start > _buffer.Length / 2)
        {
            if (_buffer.Length >= LongestRow)
            {
                throw answer.Torn($"a row is longer than {LongestRow} bytes");
            }

            Array.Resize(ref _buffer, _buffer.Length * 2);
        }

        _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
        (_start, _end) = (0, _end - _start);
        var came = await answer.ReadAsync(_buffer.AsMemory(_end), cancellation);
        _end += came;
        return came > 0 || (_end > 0 ? throw answer.Torn("its answer ends in the middle of a row") : false);
    }
}
