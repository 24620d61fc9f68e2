using Attune.Learning.Matrices;
using Attune.Learning.Spectral;
using Attune.Learning.Tests.Factors;

namespace Attune.Learning.Tests.Spectral;

public class SpectralDecompositionTests
{
    static readonly SpectralSettings Plain = new() { UserExponent = 0, ItemExponent = 0, Iterations = 30 };

    [Fact]
    public void Two_groups_of_users_are_two_components_as_worked_by_hand()
    {
        // Users 0 and 1 took items 0 and 1, user 2 took item 2. AᵀA = [[2 2 0] [2 2 0] [0 0 1]]: eigenvalues 4, 1, 0.
        var matrix = SparseMatrix.FromTriples(3, 3, [0, 0, 1, 1, 2], [0, 1, 0, 1, 2], [1, 1, 1, 1, 1]);

        var spectrum = SpectralDecomposition.Of(matrix, Plain with { Components = 3 }, null, CancellationToken.None);

        var sigma = spectrum.SingularValues.ToArray();
        Assert.Equal(2, sigma[0], 1e-4f);
        Assert.Equal(1, sigma[1], 1e-4f);
        Assert.InRange(sigma[2], 0, 2e-3f);
        var first = Column(spectrum, 0);
        Assert.Equal(float.Sqrt(0.5f), float.Abs(first[0]), 1e-4f);
        Assert.Equal(first[0], first[1], 1e-4f);
        Assert.Equal(0, first[2], 1e-4f);
    }

    [Fact]
    public void Every_entry_is_divided_by_the_powers_of_its_user_s_and_its_item_s_sum()
    {
        // Sums of users 3, 4, of items 3, 4; entries 1/√(3·3), 2/√(3·4), 4... one entry a place: A = [[1/3, 2/√12], [2/√12, 2/4]].
        var matrix = SparseMatrix.FromTriples(2, 2, [0, 0, 1, 1], [0, 1, 0, 1], [1, 2, 2, 2]);

        var spectrum = SpectralDecomposition.Of(
            matrix, Plain with { Components = 2, UserExponent = 0.5f, ItemExponent = 0.5f }, null, CancellationToken.None);

        // A normalised matrix has a largest singular value of 1; the trace of AᵀA is 1/9 + 4/12 + 4/12 + 1/4.
        Assert.Equal(1, spectrum.SingularValues.Span[0], 1e-4f);
        Assert.Equal((1 / 9.0) + (8 / 12.0) + 0.25 - 1, Math.Pow(spectrum.SingularValues.Span[1], 2), 1e-3);
    }

    [Theory]
    [InlineData(70, 50, 5)]
    [InlineData(40, 120, 8)]
    public void Components_are_perpendicular_and_as_long_as_their_singular_value_when_multiplied(int users, int items, int components)
    {
        var matrix = TestData.Random(users, items, 12, seed: 3, weighted: true);

        var spectrum = SpectralDecomposition.Of(matrix, Plain with { Components = components }, null, CancellationToken.None);

        for (var a = 0; a < components; a++)
        {
            for (var b = 0; b <= a; b++)
            {
                var (x, y) = (Column(spectrum, a), Column(spectrum, b));
                Assert.Equal(a == b ? 1 : 0, x.Zip(y, (p, q) => p * q).Sum(), 1e-4f);
            }

            Assert.Equal(spectrum.SingularValues.Span[a], Length(matrix, Column(spectrum, a)), 1e-3f * spectrum.SingularValues.Span[0]);
        }
    }

    [Fact]
    public void All_components_together_hold_the_whole_matrix()
    {
        var matrix = TestData.Random(30, 20, 6, seed: 5);

        var spectrum = SpectralDecomposition.Of(matrix, Plain with { Components = 20 }, null, CancellationToken.None);

        var squares = matrix.Values.ToArray().Sum(value => value * value);
        Assert.Equal(squares, spectrum.SingularValues.ToArray().Sum(sigma => sigma * sigma), 1e-3f * squares);
    }

    [Theory]
    [InlineData(1, 5)]
    [InlineData(2, 3)]
    public void Any_number_of_threads_gives_the_same_bytes(int one, int other)
    {
        var matrix = TestData.Random(9000, 300, 5, seed: 8, weighted: true);
        var settings = new SpectralSettings { Components = 40, Iterations = 3 };

        var a = SpectralDecomposition.Of(matrix, settings with { Threads = one }, null, CancellationToken.None);
        var b = SpectralDecomposition.Of(matrix, settings with { Threads = other }, null, CancellationToken.None);

        Assert.Equal(a.Vectors.ToArray(), b.Vectors.ToArray());
        Assert.Equal(a.SingularValues.ToArray(), b.SingularValues.ToArray());
    }

    [Theory]
    [InlineData(0, 4)]
    [InlineData(4, 0)]
    [InlineData(4, 6)]
    public void Without_interactions_there_is_nothing_in_any_direction(int users, int items)
    {
        var matrix = SparseMatrix.FromTriples(users, items, [], [], []);

        var spectrum = SpectralDecomposition.Of(matrix, new SpectralSettings(), null, CancellationToken.None);

        Assert.Equal(items, spectrum.Items);
        Assert.All(spectrum.SingularValues.ToArray(), value => Assert.Equal(0, value));
        Assert.All(SpectralTaste.From(spectrum, 8, 0.5f, 0).Items.Values.ToArray(), value => Assert.Equal(0, value));
    }

    [Fact]
    public void A_strength_below_zero_is_refused_with_its_place()
    {
        var matrix = SparseMatrix.FromTriples(2, 2, [0, 1], [1, 0], [1, -2]);

        var fault = Assert.Throws<ArgumentException>(
            () => SpectralDecomposition.Of(matrix, new SpectralSettings(), null, CancellationToken.None));

        Assert.Contains("User 1, item 0 has strength -2", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_setting_out_of_range_is_named_with_its_range()
    {
        var fault = Assert.Throws<ArgumentOutOfRangeException>(() => new SpectralSettings { Components = 4000 }.Validate());

        Assert.Contains("Components must be from 1 to 2048", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Cancelled_work_ends_without_a_spectrum() => Assert.Throws<OperationCanceledException>(
        () => SpectralDecomposition.Of(TestData.Random(50, 50, 4, seed: 1), new SpectralSettings(), null, new CancellationToken(true)));

    static float[] Column(ItemSpectrum spectrum, int component) =>
        [.. Enumerable.Range(0, spectrum.Items).Select(item => spectrum.Vectors.Span[(item * spectrum.Components) + component])];

    static float Length(SparseMatrix matrix, float[] vector)
    {
        var squares = 0.0;
        for (var row = 0; row < matrix.Rows; row++)
        {
            var product = 0.0;
            for (var n = 0; n < matrix.ColumnsOf(row).Length; n++)
            {
                product += matrix.ValuesOf(row)[n] * vector[matrix.ColumnsOf(row)[n]];
            }

            squares += product * product;
        }

        return (float)Math.Sqrt(squares);
    }
}
