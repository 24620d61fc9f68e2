using Attune.Learning.Linear;
using Attune.Learning.Matrices;
using Attune.Learning.Neighbors;

namespace Attune.Learning.Tests.Linear;

public sealed class LinearNeighborsTests
{
    static readonly LinearSettings Exact = new() { K = 40, Regularization = 0.5f, StrengthExponent = 1, Exact = true };
    static readonly LinearSettings Restricted = Exact with { Exact = false };

    [Theory]
    [InlineData(0f, 0f, 1f)]
    [InlineData(0.5f, 0.5f, 1f)]
    [InlineData(1f, 1f, 0.5f)]
    public void Coefficients_are_those_of_the_definition(float user, float frequency, float strength)
    {
        var matrix = Random(users: 60, items: 20, seed: 1);
        var settings = Exact with { UserExponent = user, FrequencyExponent = frequency, StrengthExponent = strength };

        var expected = Definition(matrix, settings);

        AssertLists(expected, Train(matrix, settings));
    }

    [Fact]
    public void Explained_by_all_others_the_small_systems_agree_with_the_closed_form()
    {
        var matrix = Random(users: 500, items: 14, seed: 2);

        AssertLists(Definition(matrix, Restricted), Train(matrix, Restricted));
    }

    [Fact]
    public void Explained_by_one_an_item_has_the_coefficient_of_a_regression_on_it_alone()
    {
        // Item 2 is taken up with item 0 by three users and with item 1 by one; λ is 0.5 · mean count = 1.5.
        var matrix = Of(3, [0, 2], [0, 2], [0, 2], [1, 2]);
        var lists = Train(matrix, Restricted with { Candidates = 1, UserExponent = 0, FrequencyExponent = 0 });

        var penalty = 0.5f * (3 + 1 + 4) / 3;
        Assert.Equal([2], lists.Of(0).ToArray());
        Assert.Equal(3 / (3 + penalty), lists.ScoresOf(0)[0], 1e-5f);
        Assert.Equal([0, 1], lists.Of(2).ToArray());
        Assert.Equal(1 / (4 + penalty), lists.ScoresOf(2)[1], 1e-5f);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public void Items_taken_up_together_are_each_others_first(bool restricted)
    {
        var lists = Train(Of(5, [0, 1], [0, 1], [2, 3], [2, 3], [0, 1, 2, 3]), restricted ? Restricted : Exact);

        Assert.Equal([1, 0, 3, 2], Enumerable.Range(0, 4).Select(item => lists.Of(item)[0]));
        Assert.Empty(lists.Of(4).ToArray());
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public void Scores_are_above_zero_and_fall(bool restricted)
    {
        var lists = Train(Random(60, 30, 3), (restricted ? Restricted : Exact) with { K = 5, Candidates = 8 });

        for (var item = 0; item < 30; item++)
        {
            var scores = lists.ScoresOf(item).ToArray();
            Assert.Equal(scores.OrderDescending(), scores);
            Assert.All(scores, score => Assert.True(score > 0));
            Assert.DoesNotContain(item, lists.Of(item).ToArray());
        }
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public void The_lists_are_the_same_bits_at_any_number_of_threads(bool restricted)
    {
        var matrix = Random(300, 400, 4);
        var settings = (restricted ? Restricted : Exact) with { Candidates = 30 };

        var (one, four) = (Train(matrix, settings with { Threads = 1 }), Train(matrix, settings with { Threads = 4 }));

        Assert.Equal(one.Neighbors.ToArray(), four.Neighbors.ToArray());
        Assert.Equal(one.Scores.ToArray(), four.Scores.ToArray());
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public void What_is_hardly_a_matrix_has_lists_that_are_empty_or_plain(bool restricted)
    {
        var settings = restricted ? Restricted : Exact;

        Assert.Equal(0, Train(Of(0), settings).Items);
        Assert.Empty(Train(Of(3), settings).Of(1).ToArray());
        Assert.Empty(Train(Of(1, [0], [0]), settings).Of(0).ToArray());
        Assert.Equal([1, 2], Train(Of(3, [0, 1, 2]), settings).Of(0).ToArray());
        Assert.Equal([1, 2], Train(Of(3, [.. Enumerable.Range(0, 50).Select(_ => Enumerable.Range(0, 3).ToArray())]), settings).Of(0).ToArray());
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public void Strengths_that_mean_nothing_are_refused_by_user_and_item(bool restricted)
    {
        var matrix = SparseMatrix.FromTriples(2, 2, [0, 1], [0, 1], [1f, -2f]);

        var refusal = Assert.Throws<ArgumentException>(() => Train(matrix, restricted ? Restricted : Exact));

        Assert.Contains("User 1 has the strength -2 for item 1", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public void Training_can_be_given_up(bool restricted)
    {
        using var stop = new CancellationTokenSource();
        stop.Cancel();

        Assert.Throws<OperationCanceledException>(
            () => LinearNeighbors.Train(Random(60, 30, 3), restricted ? Restricted : Exact, null, stop.Token));
    }

    [Fact]
    public void What_does_not_fit_the_memory_is_explained_by_few()
    {
        var matrix = Random(60, 30, 3);
        var few = Restricted with { Candidates = 3 };

        var expected = Train(matrix, few).Scores.ToArray();

        Assert.Equal(expected, Train(matrix, few with { Exact = true, MemoryBudget = SymmetricMatrix.BytesFor(30) - 1 }).Scores.ToArray());
        Assert.NotEqual(expected, Train(matrix, few with { Exact = true, MemoryBudget = SymmetricMatrix.BytesFor(30) }).Scores.ToArray());
    }

    [Fact]
    public void Settings_out_of_range_are_refused_by_name_and_range()
    {
        var refusal = Assert.Throws<ArgumentOutOfRangeException>(() => Train(Of(1), Exact with { Regularization = 0 }));

        Assert.Contains("Regularization must be from", refusal.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => Train(Of(1), Exact with { Candidates = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => Train(Of(1), Exact with { UserExponent = float.NaN }));
    }

    public static TheoryData<bool> Ways => [false, true];

    static NeighborLists Train(SparseMatrix matrix, LinearSettings settings) =>
        LinearNeighbors.Train(matrix, settings, null, TestContext.Current.CancellationToken);

    static void AssertLists(double[,] expected, NeighborLists lists)
    {
        for (var i = 0; i < lists.Items; i++)
        {
            var row = new double[lists.Items];
            for (var place = 0; place < lists.Of(i).Length; place++)
            {
                row[lists.Of(i)[place]] = lists.ScoresOf(i)[place];
            }

            for (var j = 0; j < lists.Items; j++)
            {
                Assert.Equal(Math.Max(0, expected[i, j]), row[j], 2e-4);
            }
        }
    }

    /// <summary>B by the book, in double precision: P by elimination, Bᵢⱼ = −Pᵢⱼ / Pⱼⱼ.</summary>
    static double[,] Definition(SparseMatrix matrix, LinearSettings settings)
    {
        var n = matrix.Columns;
        var gram = new double[n, n];
        for (var user = 0; user < matrix.Rows; user++)
        {
            var (columns, values) = (matrix.ColumnsOf(user).ToArray(), matrix.ValuesOf(user).ToArray());
            for (var a = 0; a < columns.Length; a++)
            {
                for (var b = 0; b < columns.Length; b++)
                {
                    gram[columns[a], columns[b]] += Math.Pow(columns.Length, -settings.UserExponent)
                        * Math.Pow(values[a], settings.StrengthExponent) * Math.Pow(values[b], settings.StrengthExponent);
                }
            }
        }

        var counts = Enumerable.Range(0, n).Select(i => gram[i, i]).ToArray();
        var mean = counts.Where(count => count > 0).Average();
        for (var i = 0; i < n; i++)
        {
            gram[i, i] += settings.Regularization * mean * Math.Pow(counts[i] > 0 ? counts[i] / mean : 1, settings.FrequencyExponent);
        }

        var inverse = Inverse(gram);
        var b1 = new double[n, n];
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j < n; j++)
            {
                b1[i, j] = i == j ? 0 : -inverse[i, j] / inverse[j, j];
            }
        }

        return b1;
    }

    static double[,] Inverse(double[,] a)
    {
        var n = a.GetLength(0);
        for (var k = 0; k < n; k++)
        {
            var pivot = a[k, k];
            a[k, k] = 1;
            for (var j = 0; j < n; j++)
            {
                a[k, j] /= pivot;
            }

            for (var i = 0; i < n; i++)
            {
                if (i != k)
                {
                    var factor = a[i, k];
                    a[i, k] = 0;
                    for (var j = 0; j < n; j++)
                    {
                        a[i, j] -= factor * a[k, j];
                    }
                }
            }
        }

        return a;
    }

    static SparseMatrix Of(int items, params int[][] users)
    {
        var rows = users.SelectMany((taken, user) => taken.Select(_ => user)).ToArray();
        var columns = users.SelectMany(taken => taken).ToArray();
        return SparseMatrix.FromTriples(users.Length, items, rows, columns, Enumerable.Repeat(1f, rows.Length).ToArray());
    }

    static SparseMatrix Random(int users, int items, int seed)
    {
        var random = new Random(seed);
        var (rows, columns, values) = (new List<int>(), new List<int>(), new List<float>());
        for (var entry = 0; entry < users * 8; entry++)
        {
            rows.Add(random.Next(users));
            columns.Add((int)(items * random.NextDouble() * random.NextDouble()));
            values.Add(random.Next(1, 4));
        }

        return SparseMatrix.FromTriples(users, items, rows.ToArray(), columns.ToArray(), values.ToArray());
    }
}
