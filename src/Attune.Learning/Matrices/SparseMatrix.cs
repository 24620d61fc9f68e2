namespace Attune.Learning.Matrices;

/// <summary>A sparse matrix of interactions in compressed rows: row = user (or item), column = item (or user).</summary>
/// <remarks>
/// <para><b>Layout.</b> Row r holds the entries <c>RowStarts[r]</c> to <c>RowStarts[r + 1] − 1</c> of two arrays, columns and
/// values. Columns ascend within a row and none is there twice.</para>
/// <para><b>Concurrency.</b> Immutable: any number of readers.</para>
/// </remarks>
public sealed class SparseMatrix
{
    readonly int[] _rowStarts;
    readonly int[] _columns;
    readonly float[] _values;

    SparseMatrix(int rows, int columns, int[] rowStarts, int[] columnIndexes, float[] values)
    {
        Rows = rows;
        Columns = columns;
        _rowStarts = rowStarts;
        _columns = columnIndexes;
        _values = values;
    }

    /// <summary>How many rows, empty ones included.</summary>
    public int Rows { get; }

    /// <summary>How many columns, empty ones included.</summary>
    public int Columns { get; }

    /// <summary>How many entries are stored.</summary>
    public int NonZeros => _rowStarts[Rows];

    /// <summary>Where each row starts, and after the last where it ends: <see cref="Rows"/> + 1 numbers.</summary>
    public ReadOnlySpan<int> RowStarts => _rowStarts;

    /// <summary>All entries' columns, row after row.</summary>
    public ReadOnlySpan<int> ColumnIndexes => _columns;

    /// <summary>All entries' values, row after row.</summary>
    public ReadOnlySpan<float> Values => _values;

    /// <summary>The columns of one row, ascending.</summary>
    public ReadOnlySpan<int> ColumnsOf(int row) => _columns.AsSpan(_rowStarts[row], _rowStarts[row + 1] - _rowStarts[row]);

    /// <summary>The values of one row, in the order of its columns.</summary>
    public ReadOnlySpan<float> ValuesOf(int row) => _values.AsSpan(_rowStarts[row], _rowStarts[row + 1] - _rowStarts[row]);

    /// <summary>Builds the matrix from entries in any order; values of entries at the same place are added up, in the order given.</summary>
    /// <remarks><b>Cost.</b> Two counting sorts: O(entries + rows + columns).</remarks>
    /// <exception cref="ArgumentException">Lengths differ, an index is outside, or a value is not finite; the message says where.</exception>
    public static SparseMatrix FromTriples(
        int rows, int columns, ReadOnlySpan<int> r, ReadOnlySpan<int> c, ReadOnlySpan<float> v)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        ArgumentOutOfRangeException.ThrowIfNegative(columns);
        Check(rows, columns, r, c, v);

        // Sorted by column first, then stably by row: columns ascend within a row, equal places keep the order given.
        var byColumn = CountingSort.Order(c, columns);
        var starts = new int[rows + 1];
        foreach (var row in r)
        {
            starts[row + 1]++;
        }

        Accumulate(starts);
        var next = starts.AsSpan(0, rows).ToArray();
        var columnIndexes = new int[r.Length];
        var values = new float[r.Length];
        foreach (var entry in byColumn)
        {
            var to = next[r[entry]]++;
            columnIndexes[to] = c[entry];
            values[to] = v[entry];
        }

        var stored = MergeDuplicates(starts, columnIndexes, values);
        if (stored < r.Length)
        {
            Array.Resize(ref columnIndexes, stored);
            Array.Resize(ref values, stored);
        }

        return new SparseMatrix(rows, columns, starts, columnIndexes, values);
    }

    /// <summary>Columns become rows.</summary>
    public SparseMatrix Transpose()
    {
        var starts = new int[Columns + 1];
        foreach (var column in _columns)
        {
            starts[column + 1]++;
        }

        Accumulate(starts);
        var next = starts.AsSpan(0, Columns).ToArray();
        var columnIndexes = new int[NonZeros];
        var values = new float[NonZeros];
        for (var row = 0; row < Rows; row++)
        {
            for (var entry = _rowStarts[row]; entry < _rowStarts[row + 1]; entry++)
            {
                var to = next[_columns[entry]]++;
                columnIndexes[to] = row;
                values[to] = _values[entry];
            }
        }

        return new SparseMatrix(Columns, Rows, starts, columnIndexes, values);
    }

    /// <summary>The same places, each value multiplied by a number of its row's and one of its column's.</summary>
    internal SparseMatrix Scaled(ReadOnlySpan<double> rowScale, ReadOnlySpan<double> columnScale)
    {
        var values = new float[NonZeros];
        for (var row = 0; row < Rows; row++)
        {
            for (var entry = _rowStarts[row]; entry < _rowStarts[row + 1]; entry++)
            {
                values[entry] = (float)(_values[entry] * rowScale[row] * columnScale[_columns[entry]]);
            }
        }

        return new SparseMatrix(Rows, Columns, _rowStarts, _columns, values);
    }

    static void Check(int rows, int columns, ReadOnlySpan<int> r, ReadOnlySpan<int> c, ReadOnlySpan<float> v)
    {
        if (r.Length != c.Length || r.Length != v.Length)
        {
            throw new ArgumentException($"{r.Length} rows, {c.Length} columns and {v.Length} values given; one of each an entry.");
        }

        for (var i = 0; i < r.Length; i++)
        {
            if ((uint)r[i] >= (uint)rows || (uint)c[i] >= (uint)columns)
            {
                throw new ArgumentException($"Entry {i} is at row {r[i]}, column {c[i]}; the matrix has {rows} rows and {columns} columns.");
            }

            if (!float.IsFinite(v[i]))
            {
                throw new ArgumentException($"Entry {i} (row {r[i]}, column {c[i]}) has the value {v[i]}; it must be a finite number.");
            }
        }
    }

    static void Accumulate(int[] starts)
    {
        for (var i = 1; i < starts.Length; i++)
        {
            starts[i] += starts[i - 1];
        }
    }

    static int MergeDuplicates(int[] starts, int[] columns, float[] values)
    {
        var to = 0;
        var from = 0;
        for (var row = 0; row + 1 < starts.Length; row++)
        {
            var end = starts[row + 1];
            var rowStart = to;
            starts[row] = to;
            for (; from < end; from++)
            {
                if (to > rowStart && columns[to - 1] == columns[from])
                {
                    values[to - 1] += values[from];
                    continue;
                }

                columns[to] = columns[from];
                values[to++] = values[from];
            }
        }

        starts[^1] = to;
        return to;
    }
}
