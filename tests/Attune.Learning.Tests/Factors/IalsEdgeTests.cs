using Attune.Learning.Factors;
using Attune.Learning.Matrices;

namespace Attune.Learning.Tests.Factors;

public sealed class IalsEdgeTests
{
    static readonly IalsSettings Small = new() { Factors = 4, Sweeps = 5, Regularization = 0.01f };

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0, 3)]
    [InlineData(3, 0)]
    [InlineData(3, 5)]
    public void Without_interactions_the_model_is_all_zeros(int users, int items)
    {
        var model = Ials.Train(SparseMatrix.FromTriples(users, items, [], [], []), Small, null, CancellationToken.None);

        Assert.Equal(items, model.Items);
        Assert.All(model.Values.ToArray(), value => Assert.Equal(0f, value));
        Assert.All(model.Gram.ToArray(), value => Assert.Equal(0f, value));
    }

    [Fact]
    public void One_user_with_one_item_is_drawn_to_it()
    {
        var model = Ials.Train(SparseMatrix.FromTriples(1, 1, [0], [0], [1f]), Small, null, CancellationToken.None);

        Assert.InRange(Score(model, [0], 0), 0.5f, 1f);
    }

    [Fact]
    public void Items_with_the_same_users_get_the_same_score()
    {
        int[] users = [.. Enumerable.Range(0, 20).SelectMany(user => Enumerable.Repeat(user, 6))];
        int[] items = [.. Enumerable.Range(0, 20).SelectMany(_ => Enumerable.Range(0, 6))];
        var ones = new float[users.Length];
        Array.Fill(ones, 1f);
        var matrix = SparseMatrix.FromTriples(20, 6, users, items, ones);

        var model = Ials.Train(matrix, Small with { Sweeps = 12, SolverSteps = 10 }, null, CancellationToken.None);

        var scores = Enumerable.Range(0, 6).Select(item => Score(model, [0, 1, 2], item)).ToArray();
        Assert.All(scores, score => Assert.Equal(scores[0], score, 1e-3f));
        Assert.True(scores[0] > 0.3f);
    }

    [Fact]
    public void An_item_nobody_knows_gets_the_zero_vector()
    {
        var model = Ials.Train(SparseMatrix.FromTriples(2, 3, [0, 1], [0, 2], [1f, 1f]), Small, null, CancellationToken.None);

        Assert.All(model.Of(1).ToArray(), value => Assert.Equal(0f, value));
    }

    [Fact]
    public void Only_strengths_relative_to_the_unobserved_weight_matter()
    {
        // By a power of two, so that rounding is the same as well.
        var matrix = TestData.Random(60, 40, 6, seed: 1, weighted: true);
        var quadruple = Reweighed(matrix, strength => 4 * strength);

        var model = Ials.Train(matrix, Small, null, CancellationToken.None);
        var scaled = Ials.Train(quadruple, Small with { UnobservedWeight = 4 * Small.UnobservedWeight }, null, CancellationToken.None);

        Assert.Equal(model.Values.ToArray(), scaled.Values.ToArray());
    }

    [Fact]
    public void A_pair_given_twice_counts_as_one_of_both_strengths_and_one_of_strength_zero_as_none()
    {
        var twice = SparseMatrix.FromTriples(3, 3, [0, 0, 1, 2, 2], [0, 0, 1, 2, 0], [1f, 2f, 1f, 1f, 0f]);
        var once = SparseMatrix.FromTriples(3, 3, [0, 1, 2], [0, 1, 2], [3f, 1f, 1f]);

        var first = Ials.Train(twice, Small, null, CancellationToken.None);
        var second = Ials.Train(once, Small, null, CancellationToken.None);

        Assert.All(first.Values.ToArray().Zip(second.Values.ToArray()), pair => Assert.Equal(pair.First, pair.Second, 1e-5f));
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void A_strength_that_is_no_number_never_gets_into_a_matrix(float strength)
    {
        var refusal = Assert.Throws<ArgumentException>(() => SparseMatrix.FromTriples(2, 2, [0, 1], [0, 1], [1f, strength]));

        Assert.Contains("Entry 1 (row 1, column 1)", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_strength_below_zero_is_refused_with_its_place()
    {
        var matrix = SparseMatrix.FromTriples(2, 3, [0, 1], [0, 2], [1f, -2f]);

        var refusal = Assert.Throws<ArgumentException>(() => Ials.Train(matrix, Small, null, CancellationToken.None));

        Assert.Contains("User 1, item 2 has strength -2", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Strengths_that_overflow_are_an_error_and_not_a_model_of_nonsense()
    {
        var matrix = SparseMatrix.FromTriples(2, 2, [0, 0, 1], [0, 1, 1], [3e38f, 3e38f, 3e38f]);

        Assert.Throws<ArithmeticException>(() => Ials.Train(matrix, Small, null, CancellationToken.None));
    }

    [Fact]
    public void Settings_outside_their_range_are_refused_by_name_value_and_limit()
    {
        var matrix = SparseMatrix.FromTriples(1, 1, [0], [0], [1f]);
        foreach (var (wrong, name) in new (IalsSettings, string)[]
        {
            (Small with { Factors = 0 }, "Factors"),
            (Small with { Sweeps = 0 }, "Sweeps"),
            (Small with { WarmSweeps = 0 }, "WarmSweeps"),
            (Small with { SolverSteps = 0 }, "SolverSteps"),
            (Small with { Threads = -1 }, "Threads"),
            (Small with { UnobservedWeight = 0 }, "UnobservedWeight"),
            (Small with { Regularization = float.NaN }, "Regularization"),
            (Small with { FrequencyExponent = 1.5f }, "FrequencyExponent"),
            (Small with { InitialDeviation = float.PositiveInfinity }, "InitialDeviation"),
        })
        {
            var refusal = Assert.Throws<ArgumentOutOfRangeException>(() => Ials.Train(matrix, wrong, null, CancellationToken.None));
            Assert.Contains($"{name} must be", refusal.Message, StringComparison.Ordinal);
        }
    }

    static SparseMatrix Reweighed(SparseMatrix matrix, Func<float, float> strength)
    {
        var rows = Enumerable.Range(0, matrix.Rows).SelectMany(row => Enumerable.Repeat(row, matrix.ColumnsOf(row).Length)).ToArray();
        return SparseMatrix.FromTriples(
            matrix.Rows, matrix.Columns, rows, matrix.ColumnIndexes, Array.ConvertAll(matrix.Values.ToArray(), value => strength(value)));
    }

    static float Score(ItemFactors model, int[] history, int item)
    {
        var user = new float[model.Factors];
        var ones = new float[history.Length];
        Array.Fill(ones, 1f);
        new FoldIn(model).Solve(history, ones, user);
        return Attune.Learning.Kernels.DotProduct.Of(model.Of(item), user);
    }
}
