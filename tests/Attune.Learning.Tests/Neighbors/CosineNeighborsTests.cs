using Attune.Learning.Matrices;
using Attune.Learning.Neighbors;

namespace Attune.Learning.Tests.Neighbors;

public class CosineNeighborsTests
{
    // Users × items:   0: a b    1: a b c    2: a    3: c d
    static readonly SparseMatrix Small = SparseMatrix.FromTriples(
        4, 4, [0, 0, 1, 1, 1, 2, 3, 3], [0, 1, 0, 1, 2, 0, 2, 3], [1, 1, 1, 1, 1, 1, 1, 1]);

    [Fact]
    public void The_score_without_shrinkage_is_the_cosine()
    {
        var lists = Train(Small, new() { K = 3, Shrinkage = 0 });

        // a: users 0 1 2, b: 0 1, c: 1 3. cos(a, b) = 2/√(3·2), cos(a, c) = 1/√(3·2); a and d never meet.
        Assert.Equal([1, 2], lists.Of(0));
        Assert.Equal(2 / Math.Sqrt(6), lists.ScoresOf(0)[0], 1e-6);
        Assert.Equal(1 / Math.Sqrt(6), lists.ScoresOf(0)[1], 1e-6);
    }

    [Fact]
    public void Shrinkage_is_added_to_the_denominator()
    {
        var lists = Train(Small, new() { K = 3, Shrinkage = 10 });

        Assert.Equal(2 / (Math.Sqrt(6) + 10), lists.ScoresOf(0)[0], 1e-6);
    }

    [Fact]
    public void Equal_scores_go_by_lower_item()
    {
        // One user with five items: all alike.
        var lists = Train(SparseMatrix.FromTriples(1, 5, [0, 0, 0, 0, 0], [4, 3, 2, 1, 0], [1, 1, 1, 1, 1]), new() { K = 3 });

        Assert.Equal([0, 1, 3], lists.Of(2));
    }

    [Fact]
    public void An_item_nobody_took_up_has_no_neighbors_and_is_nobodys()
    {
        var lists = Train(SparseMatrix.FromTriples(1, 3, [0, 0], [0, 2], [1, 1]), new() { K = 2 });

        Assert.True(lists.Of(1).IsEmpty);
        Assert.Equal([2], lists.Of(0));
        Assert.Equal([2, -1], lists.Neighbors.Span[..2]);
    }

    [Theory]
    [InlineData(0f, 0.5f, 0.5f, 1f)]
    [InlineData(0.5f, 0.3f, 0.7f, 0.5f)]
    [InlineData(1f, 0f, 1f, 0f)]
    public void Lists_agree_with_the_definition(float user, float source, float target, float strength)
    {
        var matrix = RandomMatrix(60, 90, 900, seed: 7);
        var settings = new NeighborSettings
        {
            K = 5,
            Shrinkage = 1.5f,
            UserExponent = user,
            SourceExponent = source,
            TargetExponent = target,
            StrengthExponent = strength,
        };

        var lists = Train(matrix, settings);

        for (var item = 0; item < matrix.Columns; item++)
        {
            var expected = Reference(matrix, settings, item);
            var scores = lists.ScoresOf(item);
            Assert.Equal(expected.Length, scores.Length);
            for (var place = 0; place < expected.Length; place++)
            {
                // Float sums against double: relative 1e-5.
                Assert.Equal(1, scores[place] / expected[place].Score, 1e-5);
            }
        }
    }

    [Fact]
    public void Lists_are_the_same_bit_for_bit_at_any_thread_count()
    {
        var matrix = RandomMatrix(300, 500, 9000, seed: 3);

        var one = Train(matrix, new() { K = 20, Threads = 1 });
        var five = Train(matrix, new() { K = 20, Threads = 5 });

        Assert.Equal(one.Neighbors.ToArray(), five.Neighbors.ToArray());
        Assert.Equal(one.Scores.ToArray(), five.Scores.ToArray());
    }

    [Fact]
    public void Strengths_whose_products_vanish_count_as_not_there()
    {
        // 1e-30 squared is 0 as a float: many such users must neither fill the scratch nor make a neighbour.
        var users = Enumerable.Range(0, 50).SelectMany(user => new[] { user, user }).ToArray();
        var items = Enumerable.Range(0, 50).SelectMany(_ => Pair).ToArray();

        var lists = Train(SparseMatrix.FromTriples(50, 2, users, items, Enumerable.Repeat(1e-30f, 100).ToArray()), new() { K = 2 });

        Assert.True(lists.Of(0).IsEmpty);
    }

    static readonly int[] Pair = [0, 1];

    [Fact]
    public void A_cancelled_training_ends() =>
        Assert.ThrowsAny<OperationCanceledException>(
            () => CosineNeighbors.Train(Small, new(), null, new CancellationToken(canceled: true)));

    [Fact]
    public void A_setting_out_of_range_is_refused_by_name()
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => Train(Small, new() { K = 0 }));

        Assert.Contains("K must be from 1 to 10000", error.Message, StringComparison.Ordinal);
    }

    static NeighborLists Train(SparseMatrix matrix, NeighborSettings settings) =>
        CosineNeighbors.Train(matrix, settings, null, TestContext.Current.CancellationToken);

    internal static SparseMatrix RandomMatrix(int users, int items, int entries, int seed)
    {
        var random = new Random(seed);
        var (r, c, v) = (new int[entries], new int[entries], new float[entries]);
        for (var n = 0; n < entries; n++)
        {
            (r[n], c[n], v[n]) = (random.Next(users), random.Next(items), 1 + random.Next(4));
        }

        return SparseMatrix.FromTriples(users, items, r, c, v);
    }

    static (int Item, double Score)[] Reference(SparseMatrix matrix, NeighborSettings s, int item)
    {
        var co = new double[matrix.Columns];
        var norm = new double[matrix.Columns];
        for (var user = 0; user < matrix.Rows; user++)
        {
            var columns = matrix.ColumnsOf(user);
            var values = matrix.ValuesOf(user).ToArray().Select(value => Math.Pow(value, s.StrengthExponent)).ToArray();
            var weight = Math.Pow(Math.Max(1, columns.Length), -s.UserExponent);
            var at = columns.IndexOf(item);
            for (var n = 0; n < columns.Length; n++)
            {
                norm[columns[n]] += weight * values[n] * values[n];
                co[columns[n]] += at < 0 ? 0 : weight * values[at] * values[n];
            }
        }

        return [.. Enumerable.Range(0, matrix.Columns)
            .Where(other => other != item && co[other] > 0)
            .Select(other => (other, co[other] / ((Math.Pow(norm[item], s.SourceExponent) * Math.Pow(norm[other], s.TargetExponent)) + s.Shrinkage)))
            .OrderByDescending(pair => pair.Item2).ThenBy(pair => pair.other).Take(s.K)];
    }
}
