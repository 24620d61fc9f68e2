using Attune.Learning.Factors;
using Attune.Learning.Kernels;
using Attune.Learning.Matrices;

namespace Attune.Learning.Spectral;

/// <summary>A = D_U^−a · S · D_I^−b: strengths, divided by powers of the sums of their user's and their item's; in rows both ways.</summary>
/// <remarks>A user or an item without strength has a row of zeros.</remarks>
sealed class NormalizedMatrix
{
    /// <summary>Users whose products are held at once: bounds the memory, whatever the number of users.</summary>
    const int UsersAtOnce = 8192;

    const int RowsAPiece = 64;

    readonly SparseMatrix _byUser;
    readonly SparseMatrix _byItem;
    readonly int[] _met;
    float[] _products = [];

    public NormalizedMatrix(SparseMatrix userItem, float userExponent, float itemExponent)
    {
        var (userSums, itemSums) = (new double[userItem.Rows], new double[userItem.Columns]);
        for (var user = 0; user < userItem.Rows; user++)
        {
            var columns = userItem.ColumnsOf(user);
            var values = userItem.ValuesOf(user);
            for (var n = 0; n < columns.Length; n++)
            {
                if (!(values[n] >= 0))
                {
                    throw new ArgumentException($"User {user}, item {columns[n]} has strength {values[n]}; strengths must not be below 0.");
                }

                userSums[user] += values[n];
                itemSums[columns[n]] += values[n];
            }
        }

        var userScale = Array.ConvertAll(userSums, sum => sum > 0 ? Math.Pow(sum, -userExponent) : 0);
        var itemScale = Array.ConvertAll(itemSums, sum => sum > 0 ? Math.Pow(sum, -itemExponent) : 0);
        _byUser = userItem.Scaled(userScale, itemScale);
        _byItem = _byUser.Transpose();
        _met = new int[userItem.Columns];
        ItemSums = itemSums;
    }

    public int Users => _byUser.Rows;

    public int Items => _byUser.Columns;

    /// <summary>By item: the sum of its strengths, before anything is divided.</summary>
    public double[] ItemSums { get; }

    /// <summary>Y = AᵀA·X, both [items × n], row-major; Y is overwritten.</summary>
    public void MultiplyByGram(float[] x, int n, float[] y, Workers workers)
    {
        Array.Clear(y);
        Array.Clear(_met);
        for (var from = 0; from < Users; from += UsersAtOnce)
        {
            var count = Math.Min(UsersAtOnce, Users - from);
            MultiplyUsers(from, count, x, n, workers);
            workers.Run(Pieces(Items), (piece, _) =>
            {
                for (var item = piece * RowsAPiece; item < Math.Min(Items, (piece + 1) * RowsAPiece); item++)
                {
                    AddUsers(item, from, count, n, y.AsSpan(item * n, n));
                }
            });
        }
    }

    /// <summary>G += (AX)ᵀ(AX): the upper triangle of [n × n], added up over users in a fixed order.</summary>
    public void AddGramOfProducts(float[] x, int n, OrderedGram gram, Workers workers)
    {
        for (var from = 0; from < Users; from += UsersAtOnce)
        {
            var count = Math.Min(UsersAtOnce, Users - from);
            MultiplyUsers(from, count, x, n, workers);
            gram.Add(_products.AsMemory(0, count * n), workers);
        }
    }

    void MultiplyUsers(int from, int count, float[] x, int n, Workers workers)
    {
        if (_products.Length < Math.Min(UsersAtOnce, Users) * n)
        {
            _products = new float[Math.Min(UsersAtOnce, Users) * n];
        }

        workers.Run(Pieces(count), (piece, _) =>
        {
            for (var row = piece * RowsAPiece; row < Math.Min(count, (piece + 1) * RowsAPiece); row++)
            {
                var into = _products.AsSpan(row * n, n);
                into.Clear();
                var columns = _byUser.ColumnsOf(from + row);
                var values = _byUser.ValuesOf(from + row);
                for (var e = 0; e < columns.Length; e++)
                {
                    ScaledAddition.Add(values[e], x.AsSpan(columns[e] * n, n), into);
                }
            }
        });
    }

    // An item's users ascend: each run of users takes up where the one before it stopped.
    void AddUsers(int item, int from, int count, int n, Span<float> into)
    {
        var users = _byItem.ColumnsOf(item);
        var values = _byItem.ValuesOf(item);
        var e = _met[item];
        for (; e < users.Length && users[e] < from + count; e++)
        {
            ScaledAddition.Add(values[e], _products.AsSpan((users[e] - from) * n, n), into);
        }

        _met[item] = e;
    }

    static int Pieces(int rows) => (rows + RowsAPiece - 1) / RowsAPiece;
}
