using Attune.Learning.Memory;

namespace Attune.Learning.Matrices;

/// <summary>A dense symmetric matrix, of which only the lower half is kept: half the memory of an array, and no limit at 2³¹ elements.</summary>
/// <remarks>
/// <para><b>Layout.</b> Square tiles of 256 × 256, those on and below the diagonal, row of tiles after row of tiles; within a tile
/// row-major without gaps. Past the size, the last tiles hold 0, and 1 on the diagonal, so that what is padded inverts with the rest.</para>
/// <para><b>Memory.</b> Outside the managed heap; see <see cref="BytesFor"/>. The owner disposes.</para>
/// <para><b>Concurrency.</b> Different elements may be written at once.</para>
/// </remarks>
public sealed unsafe class SymmetricMatrix : IDisposable
{
    /// <summary>Rows and columns of a tile: three tiles share the second cache.</summary>
    internal const int TileSize = 256;

    const int TileLength = TileSize * TileSize;

    readonly NativeFloats _tiles;

    /// <summary>Makes a matrix of 0.</summary>
    /// <param name="size">Rows, and columns; 0 or more.</param>
    /// <exception cref="OutOfMemoryException">The machine has not so much memory.</exception>
    public SymmetricMatrix(int size)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(size);
        Size = size;
        Tiles = TilesFor(size);
        _tiles = new NativeFloats((long)Tiles * (Tiles + 1) / 2 * TileLength);
        for (var i = size; i < Tiles * TileSize; i++)
        {
            *At(i, i) = 1;
        }
    }

    /// <summary>Rows, and columns.</summary>
    public int Size { get; }

    /// <summary>Rows of tiles, and columns of tiles.</summary>
    internal int Tiles { get; }

    /// <summary>One element; both places of a pair are one.</summary>
    public float this[int i, int j]
    {
        get
        {
            Check(i, j);
            return *At(i, j);
        }

        set
        {
            Check(i, j);
            *At(i, j) = value;
        }
    }

    /// <summary>The memory a matrix of a size takes, in bytes: about 2·size².</summary>
    public static long BytesFor(int size)
    {
        long tiles = TilesFor(size);
        return tiles * (tiles + 1) / 2 * TileLength * sizeof(float);
    }

    /// <inheritdoc/>
    public void Dispose() => _tiles.Dispose();

    /// <summary>The tile at a row and a column of tiles, the row not above the column.</summary>
    internal float* Tile(int row, int column) => _tiles.Start + ((((long)row * (row + 1) / 2) + column) * TileLength);

    /// <summary>Sets the elements of one row up to the diagonal.</summary>
    internal void SetRow(int row, ReadOnlySpan<float> values)
    {
        for (var from = 0; from <= row; from += TileSize)
        {
            var count = Math.Min(TileSize, row + 1 - from);
            values.Slice(from, count).CopyTo(new Span<float>(At(row, from), count));
        }
    }

    /// <summary>Copies whole rows, both sides of the diagonal.</summary>
    /// <param name="first">The first row.</param>
    /// <param name="count">How many; all within one row of tiles.</param>
    /// <param name="target">[count × <see cref="Size"/>], row-major.</param>
    internal void CopyRows(int first, int count, Span<float> target)
    {
        for (var from = 0; from < Size; from += TileSize)
        {
            var width = Math.Min(TileSize, Size - from);
            if (from <= first - (first % TileSize) && from / TileSize != first / TileSize)
            {
                for (var row = 0; row < count; row++)
                {
                    new ReadOnlySpan<float>(At(first + row, from), width).CopyTo(target.Slice((row * Size) + from, width));
                }

                continue;
            }

            for (var column = from; column < from + width; column++)
            {
                for (var row = 0; row < count; row++)
                {
                    target[(row * Size) + column] = *At(first + row, column);
                }
            }
        }
    }

    static int TilesFor(int size) => (int)(((long)size + TileSize - 1) / TileSize);

    float* At(int i, int j)
    {
        var (row, column) = i >= j ? (i, j) : (j, i);
        return Tile(row / TileSize, column / TileSize) + (row % TileSize * TileSize) + (column % TileSize);
    }

    void Check(int i, int j)
    {
        if ((uint)i >= (uint)Size || (uint)j >= (uint)Size)
        {
            throw new ArgumentOutOfRangeException(nameof(i), $"Row {i}, column {j} is asked for; the matrix has {Size} of each.");
        }
    }
}
