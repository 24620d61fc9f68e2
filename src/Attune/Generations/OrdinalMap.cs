namespace Attune.Generations;

/// <summary>Between the rows of a generation and the ordinals of the catalog.</summary>
sealed class OrdinalMap
{
    readonly int[] _ordinals;
    readonly int[] _rows;

    /// <summary>Looks up every row's ordinal once.</summary>
    /// <exception cref="ArgumentException">Two rows have one ordinal.</exception>
    public OrdinalMap(string[] itemIds, Func<string, int> ordinalOf)
    {
        _ordinals = Array.ConvertAll(itemIds, id => ordinalOf(id));
        Size = _ordinals.Length == 0 ? 0 : _ordinals.Max() + 1;
        _rows = new int[Size];
        Array.Fill(_rows, -1);
        for (var row = 0; row < _ordinals.Length; row++)
        {
            var ordinal = _ordinals[row];
            if (ordinal < 0)
            {
                continue;
            }

            if (_rows[ordinal] >= 0)
            {
                throw new ArgumentException($"Items {itemIds[_rows[ordinal]]} and {itemIds[row]} both have ordinal {ordinal}.");
            }

            _rows[ordinal] = row;
        }
    }

    /// <summary>One more than the highest ordinal.</summary>
    public int Size { get; }

    /// <summary>By row: the ordinal; −1 where it has none.</summary>
    public ReadOnlySpan<int> Ordinals => _ordinals;

    /// <summary>The row of an ordinal; −1 where it has none.</summary>
    public int RowOf(int ordinal) => (uint)ordinal < (uint)Size ? _rows[ordinal] : -1;

    /// <summary>The ordinal of a row; −1 where it has none.</summary>
    public int OrdinalOf(int row) => _ordinals[row];
}
