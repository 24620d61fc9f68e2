using Attune.Learning.Matrices;

namespace Attune.Learning.Tests.Matrices;

public sealed class SparseMatrixTests
{
    [Fact]
    public void Entries_in_any_order_become_rows_with_ascending_columns()
    {
        var matrix = SparseMatrix.FromTriples(3, 4, [2, 0, 2, 0], [3, 1, 0, 0], [5f, 2f, 4f, 1f]);

        Assert.Equal(4, matrix.NonZeros);
        Assert.Equal([0, 2, 2, 4], matrix.RowStarts.ToArray());
        Assert.Equal([0, 1], matrix.ColumnsOf(0).ToArray());
        Assert.Equal([1f, 2f], matrix.ValuesOf(0).ToArray());
        Assert.Empty(matrix.ColumnsOf(1).ToArray());
        Assert.Equal([0, 3], matrix.ColumnsOf(2).ToArray());
        Assert.Equal([4f, 5f], matrix.ValuesOf(2).ToArray());
    }

    [Fact]
    public void Duplicate_pairs_are_added_up_and_stored_once()
    {
        var matrix = SparseMatrix.FromTriples(2, 2, [1, 0, 1, 1], [1, 0, 1, 0], [1f, 2f, 3f, 4f]);

        Assert.Equal(3, matrix.NonZeros);
        Assert.Equal([2f], matrix.ValuesOf(0).ToArray());
        Assert.Equal([0, 1], matrix.ColumnsOf(1).ToArray());
        Assert.Equal([4f, 4f], matrix.ValuesOf(1).ToArray()); // 1 + 3 at column 1
    }

    [Fact]
    public void Transposing_swaps_rows_and_columns_and_twice_gives_back_the_same()
    {
        var matrix = SparseMatrix.FromTriples(3, 4, [2, 0, 2, 0, 1], [3, 1, 0, 0, 3], [5f, 2f, 4f, 1f, 6f]);
        var transposed = matrix.Transpose();

        Assert.Equal((4, 3), (transposed.Rows, transposed.Columns));
        Assert.Equal([0, 2], transposed.ColumnsOf(0).ToArray());
        Assert.Equal([1f, 4f], transposed.ValuesOf(0).ToArray());
        Assert.Equal([1, 2], transposed.ColumnsOf(3).ToArray());

        var back = transposed.Transpose();
        Assert.Equal(matrix.RowStarts.ToArray(), back.RowStarts.ToArray());
        Assert.Equal(matrix.ColumnIndexes.ToArray(), back.ColumnIndexes.ToArray());
        Assert.Equal(matrix.Values.ToArray(), back.Values.ToArray());
    }

    [Fact]
    public void An_empty_matrix_has_no_entries_and_can_be_transposed()
    {
        var matrix = SparseMatrix.FromTriples(0, 3, [], [], []);

        Assert.Equal(0, matrix.NonZeros);
        Assert.Equal(3, matrix.Transpose().Rows);
    }

    [Theory]
    [InlineData(-1, 0, 1f, "row -1")]
    [InlineData(2, 0, 1f, "row 2")]
    [InlineData(0, 3, 1f, "column 3")]
    [InlineData(0, 0, float.NaN, "NaN")]
    [InlineData(0, 0, float.PositiveInfinity, "finite")]
    public void A_wrong_entry_is_refused_by_its_place_and_value(int row, int column, float value, string named)
    {
        var refusal = Assert.Throws<ArgumentException>(() => SparseMatrix.FromTriples(2, 3, [0, row], [0, column], [1f, value]));

        Assert.Contains("Entry 1", refusal.Message, StringComparison.Ordinal);
        Assert.Contains(named, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Columns_of_different_lengths_are_refused()
    {
        Assert.Throws<ArgumentException>(() => SparseMatrix.FromTriples(2, 3, [0, 1], [0], [1f, 1f]));
    }
}
