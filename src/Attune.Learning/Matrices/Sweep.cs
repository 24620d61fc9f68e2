using Attune.Learning.Kernels;
using Attune.Learning.Memory;

namespace Attune.Learning.Matrices;

/// <summary>The pieces of one step of <see cref="SymmetricInverse"/>: what belongs to one row of tiles, what belongs to one tile.</summary>
/// <remarks>
/// <para><b>Panels.</b> With P the columns of the step's block, [n × 256], Pᵀ is kept in groups of 8 columns for the left side of
/// <see cref="TileProduct"/>, and D⁻¹Pᵀ in groups of 32 for its right side: the numbers of one k side by side, k after k.</para>
/// </remarks>
sealed unsafe class Sweep : IDisposable
{
    /// <summary>Floats of a tile.</summary>
    internal const int Tile = Size * Size;

    const int Size = SymmetricMatrix.TileSize;
    const int Left = TileProduct.Rows;
    const int Right = TileProduct.Columns;

    readonly SymmetricMatrix _matrix;
    readonly NativeFloats _left;
    readonly NativeFloats _right;
    readonly NativeFloats _pivot;
    int _step;

    internal Sweep(SymmetricMatrix matrix)
    {
        _matrix = matrix;
        _left = new NativeFloats((long)matrix.Tiles * Tile);
        _right = new NativeFloats((long)matrix.Tiles * Tile);
        _pivot = new NativeFloats(Math.Max(Tile, TileSweep.ScratchFor(Size)));
    }

    /// <summary>Tiles on and below the diagonal.</summary>
    internal int Pairs => _matrix.Tiles * (_matrix.Tiles + 1) / 2;

    public void Dispose()
    {
        _left.Dispose();
        _right.Dispose();
        _pivot.Dispose();
    }

    /// <summary>Turns the block on the diagonal into −D⁻¹; false where it is not positive definite.</summary>
    internal bool TryBegin(int step)
    {
        _step = step;
        var block = _matrix.Tile(step, step);
        Mirror(block);
        if (!TileSweep.TrySweep(block, Size, _pivot.Start))
        {
            return false;
        }

        Pack(block, Size, Size, _pivot.Start, Left);
        return true;
    }

    /// <summary>Makes the panels of one row of tiles, and leaves D⁻¹Pᵀ (or its transpose) in the tile P came from.</summary>
    internal void Weigh(int row, NativeFloats scratch)
    {
        if (row == _step)
        {
            return;
        }

        var panel = scratch.Start;
        var right = _right.Start + ((long)row * Tile);
        var below = row > _step;
        var tile = below ? _matrix.Tile(row, _step) : _matrix.Tile(_step, row);
        if (below)
        {
            PackTransposed(tile, panel);
        }
        else
        {
            Pack(tile, Size, Size, panel, Right);
        }

        Repack(panel, _left.Start + ((long)row * Tile));
        new Span<float>(right, Tile).Clear();
        for (var group = 0; group < Size; group += Right)
        {
            for (var k = 0; k < Size; k += Left)
            {
                TileProduct.Subtract(
                    _pivot.Start + (k * Size), Left, panel + (group * Size), Right, Size, right + (group * Size) + (k * Right), Right);
            }
        }

        if (below)
        {
            UnpackTransposed(right, tile);
        }
        else
        {
            Unpack(right, tile);
        }
    }

    /// <summary>A −= P·(D⁻¹Pᵀ) in one tile; nothing in those of the step's own row and column.</summary>
    internal void Reduce(int pair)
    {
        var (row, column) = PlaceOf(pair);
        if (row == _step || column == _step)
        {
            return;
        }

        var left = _left.Start + ((long)row * Tile);
        var right = _right.Start + ((long)column * Tile);
        var tile = _matrix.Tile(row, column);
        for (var j = 0; j < Size; j += Right)
        {
            // On the diagonal, what lies wholly above it is nobody's.
            for (var i = row == column ? j : 0; i < Size; i += Left)
            {
                TileProduct.Subtract(left + (i * Size), Left, right + (j * Size), Right, Size, tile + (i * Size) + j, Size);
            }
        }
    }

    /// <summary>A = −A in one tile.</summary>
    internal void TurnSign(int pair)
    {
        var (row, column) = PlaceOf(pair);
        var tile = new Span<float>(_matrix.Tile(row, column), Tile);
        foreach (ref var value in tile)
        {
            value = -value;
        }
    }

    static (int Row, int Column) PlaceOf(int pair)
    {
        var row = (int)((Math.Sqrt((8.0 * pair) + 1) - 1) / 2);
        row -= row * (row + 1) / 2 > pair ? 1 : 0;
        row += (row + 1) * (row + 2) / 2 <= pair ? 1 : 0;
        return (row, pair - (row * (row + 1) / 2));
    }

    static void Mirror(float* tile)
    {
        for (var i = 0; i < Size; i++)
        {
            for (var j = 0; j < i; j++)
            {
                tile[(j * Size) + i] = tile[(i * Size) + j];
            }
        }
    }

    /// <summary>Rows k of columns j become groups of <paramref name="width"/> columns, k after k.</summary>
    static void Pack(float* from, int rows, int columns, float* to, int width)
    {
        for (var group = 0; group < columns; group += width)
        {
            for (var k = 0; k < rows; k++, to += width)
            {
                new ReadOnlySpan<float>(from + (k * columns) + group, width).CopyTo(new Span<float>(to, width));
            }
        }
    }

    static void PackTransposed(float* from, float* to)
    {
        for (var j = 0; j < Size; j++)
        {
            var target = to + (j / Right * Right * Size) + (j % Right);
            for (var k = 0; k < Size; k++)
            {
                target[k * Right] = from[(j * Size) + k];
            }
        }
    }

    /// <summary>Groups of 32 become groups of 8.</summary>
    static void Repack(float* from, float* to)
    {
        for (var group = 0; group < Size; group += Left)
        {
            var source = from + (group / Right * Right * Size) + (group % Right);
            for (var k = 0; k < Size; k++, to += Left)
            {
                new ReadOnlySpan<float>(source + (k * Right), Left).CopyTo(new Span<float>(to, Left));
            }
        }
    }

    static void Unpack(float* from, float* tile)
    {
        for (var group = 0; group < Size; group += Right)
        {
            for (var k = 0; k < Size; k++, from += Right)
            {
                new ReadOnlySpan<float>(from, Right).CopyTo(new Span<float>(tile + (k * Size) + group, Right));
            }
        }
    }

    static void UnpackTransposed(float* from, float* tile)
    {
        for (var j = 0; j < Size; j++)
        {
            var source = from + (j / Right * Right * Size) + (j % Right);
            for (var k = 0; k < Size; k++)
            {
                tile[(j * Size) + k] = source[k * Right];
            }
        }
    }
}
