using Attune.Learning.Matrices;

namespace Attune.Learning.Factors;

/// <summary>In which pieces, and in which order of pieces, the rows of a matrix are solved.</summary>
/// <remarks>
/// A piece is a run of neighbouring rows, so that their entries and vectors are read in the order they lie in. Pieces are of
/// about equal work, and those that a long row makes larger come first, so that no thread is left alone with one at the end.
/// The schedule has no influence on the result.
/// </remarks>
sealed class RowSchedule
{
    const int Pieces = 512;

    /// <summary>What a row costs beside its entries, in entries.</summary>
    const int RowCost = 8;

    readonly List<(int From, int To, long Cost)> _pieces = [];

    public RowSchedule(SparseMatrix matrix)
    {
        var starts = matrix.RowStarts;
        var share = ((matrix.NonZeros + ((long)RowCost * matrix.Rows)) / Pieces) + 1;
        var from = 0;
        var cost = 0L;
        for (var row = 0; row < matrix.Rows; row++)
        {
            cost += RowCost + starts[row + 1] - starts[row];
            if (cost >= share || row == matrix.Rows - 1)
            {
                _pieces.Add((from, row + 1, cost));
                from = row + 1;
                cost = 0;
            }
        }

        // By whole shares: pieces of the ordinary size stay in the order they lie in.
        _pieces.Sort((a, b) => (b.Cost / (2 * share), a.From).CompareTo((a.Cost / (2 * share), b.From)));
    }

    public int Count => _pieces.Count;

    /// <summary>The rows of one piece: from the first up to, not including, the second.</summary>
    public (int From, int To) Piece(int piece) => (_pieces[piece].From, _pieces[piece].To);
}
