using Attune.Learning.Kernels;
using Attune.Learning.Matrices;
using Attune.Learning.Tests.Kernels;

namespace Attune.Learning.Tests.Matrices;

public sealed class SymmetricMatrixTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(255)]
    [InlineData(256)]
    [InlineData(257)]
    [InlineData(600)]
    public void The_inverse_agrees_with_one_pivot_after_the_other(int size)
    {
        var expected = Diluted(size);
        using var matrix = Of(expected, size);

        Assert.True(Invert(matrix, 0));

        Assert.True(TileSweep.Scalar(expected, size));
        Numbers.AssertClose(Array.ConvertAll(expected, value => -value), RowsOf(matrix), 1e-4f);
    }

    [Fact]
    public void A_matrix_times_its_inverse_is_one()
    {
        const int size = 300;
        var values = Diluted(size);
        using var matrix = Of(values, size);
        Assert.True(Invert(matrix, 2));
        var inverse = RowsOf(matrix);

        var (product, one) = (new float[size], new float[size]);
        for (var i = 0; i < size; i++)
        {
            RowProducts.Scalar(values, inverse.AsSpan(i * size, size), product);
            one[i] = 1;
            Numbers.AssertClose(one, product, 1e-4f);
            one[i] = 0;
        }
    }

    [Fact]
    public void The_inverse_is_the_same_bits_at_any_number_of_threads()
    {
        var values = Diluted(700);
        using var one = Of(values, 700);
        using var four = Of(values, 700);

        Assert.True(Invert(one, 1));
        Assert.True(Invert(four, 4));

        Assert.Equal(RowsOf(one), RowsOf(four));
    }

    [Theory]
    [InlineData(0f)]
    [InlineData(-2f)]
    [InlineData(float.NaN)]
    public void A_matrix_that_is_not_positive_definite_is_not_inverted(float corner)
    {
        var values = Diluted(300);
        using var matrix = Of(values, 300);
        matrix[280, 280] = corner;

        Assert.False(Invert(matrix, 0));
    }

    [Fact]
    public void An_inversion_can_be_given_up_and_tells_how_far_it_is()
    {
        using var matrix = Of(Diluted(300), 300);
        using var stop = new CancellationTokenSource();
        var told = new List<double>();
        Assert.True(SymmetricInverse.TryInvert(matrix, 1, new Told(told.Add), stop.Token));
        Assert.Equal([0.5, 1], told);

        stop.Cancel();
        Assert.Throws<OperationCanceledException>(() => SymmetricInverse.TryInvert(matrix, 2, null, stop.Token));
    }

    [Fact]
    public void Both_places_of_a_pair_are_one_and_others_are_refused()
    {
        using var matrix = new SymmetricMatrix(300);
        matrix[3, 290] = 7;

        Assert.Equal(7, matrix[290, 3]);
        Assert.Contains("300", Assert.Throws<ArgumentOutOfRangeException>(() => matrix[300, 0]).Message, StringComparison.Ordinal);
        Assert.Equal(3 * 256 * 256 * sizeof(float), SymmetricMatrix.BytesFor(300));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SymmetricMatrix(-1));
    }

    [Fact]
    public void A_matrix_given_back_is_refused()
    {
        var matrix = new SymmetricMatrix(3);
        matrix.Dispose();

        Assert.Throws<ObjectDisposedException>(() => matrix[0, 0]);
    }

    static bool Invert(SymmetricMatrix matrix, int threads) =>
        SymmetricInverse.TryInvert(matrix, threads, null, TestContext.Current.CancellationToken);

    /// <summary>Positive definite, with a condition of a few hundred.</summary>
    static float[] Diluted(int size)
    {
        var random = new Random(size);
        var values = new float[size * size];
        for (var i = 0; i < size; i++)
        {
            for (var j = 0; j < i; j++)
            {
                values[(i * size) + j] = values[(j * size) + i] = (random.NextSingle() - 0.3f) * 0.1f;
            }

            values[i * (size + 1)] = 2 + random.NextSingle();
        }

        return values;
    }

    static SymmetricMatrix Of(float[] values, int size)
    {
        var matrix = new SymmetricMatrix(size);
        for (var i = 0; i < size; i++)
        {
            matrix.SetRow(i, values.AsSpan(i * size, size));
        }

        return matrix;
    }

    static float[] RowsOf(SymmetricMatrix matrix)
    {
        var rows = new float[matrix.Size * matrix.Size];
        for (var first = 0; first < matrix.Size; first += 64)
        {
            var count = Math.Min(64, matrix.Size - first);
            matrix.CopyRows(first, count, rows.AsSpan(first * matrix.Size, count * matrix.Size));
        }

        return rows;
    }

    sealed class Told(Action<double> note) : IProgress<double>
    {
        public void Report(double value) => note(value);
    }
}
