using System.Runtime.InteropServices;
using Attune.Learning.Factors;
using Attune.Learning.Kernels;
using Attune.Learning.Matrices;
using Attune.Learning.Tests.Kernels;

namespace Attune.Learning.Tests.Factors;

public sealed class IalsTests
{
    static readonly IalsSettings Small = new() { Factors = 8, Sweeps = 8, UnobservedWeight = 0.1f, Regularization = 0.01f };

    [Fact]
    public void The_item_left_out_of_a_chess_board_is_the_best_of_those_the_user_has_not_seen()
    {
        var model = Ials.Train(TestData.ChessBoard(12), Small, null, CancellationToken.None);
        var user = new float[8];
        new FoldIn(model).Solve([2, 4, 6, 8, 10], [1, 1, 1, 1, 1], user);

        var best = Enumerable.Range(0, 12).Except([2, 4, 6, 8, 10]).MaxBy(item => DotProduct.Of(model.Of(item), user));

        Assert.Equal(0, best);
    }

    [Theory]
    [InlineData(1f, false)]
    [InlineData(1f, true)]
    [InlineData(0.5f, true)]
    [InlineData(0f, true)]
    public void With_steps_enough_every_half_sweep_is_the_exact_solution(float exponent, bool weighted)
    {
        var matrix = TestData.Random(60, 40, 6, seed: 1, weighted);
        var settings = Small with { Sweeps = 3, SolverSteps = 60, FrequencyExponent = exponent };

        var exactUsers = new float[60 * 8];
        var exactItems = new float[40 * 8];
        for (var item = 0; item < 40; item++)
        {
            InitialFactors.Write(settings.Seed, item, settings.InitialDeviation / MathF.Sqrt(8), exactItems.AsSpan(item * 8, 8));
        }

        for (var sweep = 0; sweep < 3; sweep++)
        {
            ExactHalfStep.Run(matrix, exactItems, exactUsers, settings);
            ExactHalfStep.Run(matrix.Transpose(), exactUsers, exactItems, settings);
        }

        // The basis is another, so inner products between items are compared, not vectors.
        var model = Ials.Train(matrix, settings, null, CancellationToken.None);
        Numbers.AssertClose(Products(exactItems, 40), Products(model.Values.Span, 40), 1e-3f);
    }

    [Theory]
    [InlineData(8)]
    [InlineData(33)]
    [InlineData(64)]
    public void The_same_seed_gives_the_same_bytes_at_any_number_of_threads(int factors)
    {
        var matrix = TestData.Random(700, 300, 8, seed: 2, weighted: true);
        var settings = Small with { Factors = factors, Sweeps = 3 };

        var one = Bytes(Ials.Train(matrix, settings with { Threads = 1 }, null, CancellationToken.None));
        var two = Bytes(Ials.Train(matrix, settings with { Threads = 2 }, null, CancellationToken.None));
        var four = Bytes(Ials.Train(matrix, settings with { Threads = 4 }, null, CancellationToken.None));
        var other = Bytes(Ials.Train(matrix, settings with { Seed = 2 }, null, CancellationToken.None));

        Assert.Equal(one, two);
        Assert.Equal(one, four);
        Assert.NotEqual(one, other);
    }

    [Fact]
    public void Long_rows_are_solved_as_short_ones_are()
    {
        // Item 0 is liked by all 1300 users: more entries than are gathered at once.
        var users = Enumerable.Range(0, 1300).ToArray();
        int[] r = [.. users, .. users];
        int[] c = [.. users.Select(_ => 0), .. users.Select(user => 1 + (user % 9))];
        var ones = new float[2600];
        Array.Fill(ones, 1f);
        var matrix = SparseMatrix.FromTriples(1300, 10, r, c, ones);
        var settings = Small with { Sweeps = 2, SolverSteps = 40 };

        var items = new float[10 * 8];
        var exactUsers = new float[1300 * 8];
        for (var item = 0; item < 10; item++)
        {
            InitialFactors.Write(settings.Seed, item, settings.InitialDeviation / MathF.Sqrt(8), items.AsSpan(item * 8, 8));
        }

        for (var sweep = 0; sweep < 2; sweep++)
        {
            ExactHalfStep.Run(matrix, items, exactUsers, settings);
            ExactHalfStep.Run(matrix.Transpose(), exactUsers, items, settings);
        }

        var model = Ials.Train(matrix, settings, null, CancellationToken.None);
        Numbers.AssertClose(Products(items, 10), Products(model.Values.Span, 10), 2e-3f);
    }

    [Fact]
    public void The_gram_matrix_of_the_model_is_that_of_its_items()
    {
        var model = Ials.Train(TestData.Random(50, 70, 5, seed: 3), Small, null, CancellationToken.None);
        var expected = new float[64];
        GramMatrix.Scalar(model.Values.Span, 8, expected);
        GramMatrix.Mirror(expected, 8);

        Numbers.AssertClose(expected, model.Gram.Span, 1e-4f);
    }

    [Fact]
    public void Progress_rises_to_one()
    {
        var seen = new List<double>();
        Ials.Train(TestData.Random(20, 20, 3, seed: 4), Small with { Sweeps = 4 }, new Recorder(seen), CancellationToken.None);

        Assert.Equal(8, seen.Count);
        Assert.Equal(seen.Order(), seen);
        Assert.Equal(1.0, seen[^1]);
    }

    [Fact]
    public void Training_stops_when_asked()
    {
        using var stop = new CancellationTokenSource();
        var stopAtOnce = new Canceller(stop);

        Assert.ThrowsAny<OperationCanceledException>(
            () => Ials.Train(TestData.Random(200, 200, 3, seed: 5), Small with { Threads = 2 }, stopAtOnce, stop.Token));
    }

    static byte[] Bytes(ItemFactors model) =>
        [.. MemoryMarshal.AsBytes(model.Values.Span), .. MemoryMarshal.AsBytes(model.Gram.Span)];

    static float[] Products(ReadOnlySpan<float> items, int count)
    {
        var factors = items.Length / count;
        var products = new float[count * count];
        for (var item = 0; item < count; item++)
        {
            RowProducts.Scalar(items, items.Slice(item * factors, factors), products.AsSpan(item * count, count));
        }

        return products;
    }

    sealed class Recorder(List<double> seen) : IProgress<double>
    {
        public void Report(double value) => seen.Add(value);
    }

    sealed class Canceller(CancellationTokenSource stop) : IProgress<double>
    {
        public void Report(double value) => stop.Cancel();
    }
}
