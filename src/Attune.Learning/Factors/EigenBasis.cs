using Attune.Learning.Kernels;

namespace Attune.Learning.Factors;

/// <summary>Turns both sides of a factorisation into the basis in which the fixed side's Gram matrix is diagonal.</summary>
/// <remarks>
/// <para><b>Why.</b> Scores and the loss do not change when users and items are turned alike (x·y = Vᵀx·Vᵀy). With YᵀY diagonal,
/// the dense part of every row's system, α₀·YᵀY + λᵤI, is diagonal for every row at once: a product with it costs f
/// instead of f², and its inverse, for free, is an excellent preconditioner (<see cref="RowSolver"/>).</para>
/// <para><b>Determinism.</b> The Gram matrix is added up over a fixed number of pieces in a fixed order, whatever the threads.</para>
/// <para><b>Cost.</b> rows·f²/2 for the Gram matrix and rows·f² for turning each side, all at the speed of a matrix product.</para>
/// </remarks>
sealed class EigenBasis
{
    const int GramPieces = 32;
    const int TurnedRows = 64;

    readonly int _factors;
    readonly Workers _workers;
    readonly float[] _partialGrams;
    readonly float[] _vectors;
    readonly float[] _turn;
    readonly float[][] _scratch;

    public EigenBasis(int factors, Workers workers)
    {
        _factors = factors;
        _workers = workers;
        _partialGrams = new float[GramPieces * factors * factors];
        _vectors = new float[factors * factors];
        _turn = new float[factors * factors];
        Eigenvalues = new float[factors];
        _scratch = new float[workers.Threads][];
        for (var worker = 0; worker < _scratch.Length; worker++)
        {
            _scratch[worker] = new float[TurnedRows * factors];
        }
    }

    /// <summary>The diagonal of the fixed side's Gram matrix after <see cref="TryTurn"/>.</summary>
    public float[] Eigenvalues { get; }

    /// <summary>Writes YᵀY, both triangles.</summary>
    public void WriteGram(float[] side, Span<float> gram)
    {
        var square = _factors * _factors;
        var rows = side.Length / _factors;
        _workers.Run(GramPieces, (piece, _) =>
        {
            var from = (int)((long)rows * piece / GramPieces) * _factors;
            var to = (int)((long)rows * (piece + 1) / GramPieces) * _factors;
            var part = _partialGrams.AsSpan(piece * square, square);
            part.Clear();
            AddInRuns(side.AsSpan(from..to), part);
        });

        gram.Clear();
        for (var piece = 0; piece < GramPieces; piece++)
        {
            ScaledAddition.Add(1f, _partialGrams.AsSpan(piece * square, square), gram);
        }

        GramMatrix.Mirror(gram, _factors);
    }

    /// <summary>Turns both sides in place; false where the factors are no longer numbers.</summary>
    public bool TryTurn(float[] fixedSide, float[] solvedSide)
    {
        WriteGram(fixedSide, _turn);
        if (!SymmetricEigen.TrySolve(_turn, _factors, _vectors, Eigenvalues, _workers.Cancellation))
        {
            return false;
        }

        for (var i = 0; i < _factors; i++)
        {
            for (var j = 0; j < _factors; j++)
            {
                _turn[(j * _factors) + i] = _vectors[(i * _factors) + j];
            }
        }

        Turn(fixedSide);
        Turn(solvedSide);
        return true;
    }

    /// <summary>Short runs stay in the second cache while every tile of the Gram matrix passes over them.</summary>
    void AddInRuns(ReadOnlySpan<float> side, Span<float> gram)
    {
        for (var run = 256 * _factors; side.Length > 0; side = side[Math.Min(run, side.Length)..])
        {
            GramMatrix.Add(side[..Math.Min(run, side.Length)], _factors, gram);
        }
    }

    void Turn(float[] side)
    {
        var length = TurnedRows * _factors;
        _workers.Run((side.Length + length - 1) / length, (piece, worker) =>
        {
            var rows = side.AsSpan(piece * length, Math.Min(length, side.Length - (piece * length)));
            var turned = _scratch[worker].AsSpan(0, rows.Length);
            MatrixProduct.Of(rows, _turn, _factors, turned);
            turned.CopyTo(rows);
        });
    }
}
