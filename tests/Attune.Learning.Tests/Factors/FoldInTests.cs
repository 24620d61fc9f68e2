using Attune.Learning.Factors;
using Attune.Learning.Kernels;
using Attune.Learning.Tests.Kernels;

namespace Attune.Learning.Tests.Factors;

public sealed class FoldInTests
{
    [Theory]
    [InlineData(1, 1f)]
    [InlineData(8, 1f)]
    [InlineData(33, 0.5f)]
    [InlineData(64, 0f)]
    public void A_folded_in_user_is_the_exact_half_step_of_training(int factors, float exponent)
    {
        var matrix = TestData.Random(40, 300, 60, seed: 1, weighted: true);
        var settings = new IalsSettings { Factors = factors, Sweeps = 3, FrequencyExponent = exponent };
        var model = Ials.Train(matrix, settings, null, CancellationToken.None);
        var expected = new float[40 * factors];
        ExactHalfStep.Run(matrix, model.Values.Span, expected, settings);

        var foldIn = new FoldIn(model);
        var found = new float[factors];
        for (var user = 0; user < 40; user++)
        {
            foldIn.Solve(matrix.ColumnsOf(user), matrix.ValuesOf(user), found);
            Numbers.AssertClose(expected.AsSpan(user * factors, factors), found, 1e-3f);
        }
    }

    [Theory]
    [InlineData(1, 3)]
    [InlineData(8, 20)]
    [InlineData(33, 5)]
    [InlineData(64, 40)]
    public void In_the_eigenbasis_users_are_others_and_their_scores_the_same(int factors, int items)
    {
        var matrix = TestData.Random(80, 300, items, seed: 4, weighted: true);
        var model = Ials.Train(matrix, new IalsSettings { Factors = factors, Sweeps = 3 }, null, CancellationToken.None);
        var turned = model.InEigenbasis(cancellation: TestContext.Current.CancellationToken);
        var (plain, fast) = (new FoldIn(model), new FoldIn(turned));
        var (expected, found) = (new float[factors], new float[factors]);
        for (var user = 0; user < 80; user++)
        {
            plain.Solve(matrix.ColumnsOf(user), matrix.ValuesOf(user), expected);
            fast.Solve(matrix.ColumnsOf(user), matrix.ValuesOf(user), found);
            for (var item = 0; item < 300; item++)
            {
                var score = DotProduct.Of(model.Of(item), expected);
                Assert.Equal(score, DotProduct.Of(turned.Of(item), found), 1e-3f);
            }
        }
    }

    [Fact]
    public void A_model_of_zeros_stays_one_in_its_eigenbasis_and_one_that_is_not_finite_has_none()
    {
        var zeros = new ItemFactors(3, 2, new float[6], new float[4], 0.1f, 0.1f).InEigenbasis(cancellation: TestContext.Current.CancellationToken);
        float[] user = [9, 9];
        new FoldIn(zeros).Solve([0, 2], [1f, 2f], user);
        Assert.Equal([0f, 0f], user);

        var damaged = new ItemFactors(1, 2, new float[2], new[] { float.NaN, 0, 0, 1 }, 0.1f, 0.1f);
        Assert.Throws<ArithmeticException>(() => damaged.InEigenbasis(cancellation: TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Without_items_or_with_strengths_of_zero_the_vector_is_zero()
    {
        var foldIn = new FoldIn(Model());
        float[] user = [9, 9, 9, 9];

        foldIn.Solve([], [], user);
        Assert.Equal(new float[4], user);

        user = [9, 9, 9, 9];
        foldIn.Solve([1, 2], [0f, 0f], user);
        Assert.Equal(new float[4], user);
    }

    [Fact]
    public void An_item_given_twice_counts_with_both_strengths()
    {
        var foldIn = new FoldIn(Model());
        var (twice, once) = (new float[4], new float[4]);

        foldIn.Solve([3, 5, 3], [1f, 1f, 0.5f], twice);
        foldIn.Solve([3, 5], [1.5f, 1f], once);

        Numbers.AssertClose(once, twice, 1e-4f);
    }

    [Theory]
    [InlineData(-1, 1f)]
    [InlineData(30, 1f)]
    [InlineData(0, -1f)]
    [InlineData(0, float.NaN)]
    [InlineData(0, float.PositiveInfinity)]
    public void An_unknown_item_or_a_strength_that_is_none_is_refused(int item, float strength)
    {
        var foldIn = new FoldIn(Model());

        Assert.Throws<ArgumentException>(() => foldIn.Solve([item], [strength], new float[4]));
    }

    [Fact]
    public void A_vector_of_the_wrong_length_is_refused()
    {
        var foldIn = new FoldIn(Model());

        Assert.Throws<ArgumentException>(() => foldIn.Solve([1], [1f], new float[5]));
        Assert.Throws<ArgumentException>(() => foldIn.Solve([1, 2], [1f], new float[4]));
    }

    [Fact]
    public void Many_threads_fold_in_at_once_without_disturbing_each_other_and_without_allocating()
    {
        var matrix = TestData.Random(64, 300, 20, seed: 1);
        var foldIn = new FoldIn(Ials.Train(matrix, new IalsSettings { Factors = 16, Sweeps = 2 }, null, CancellationToken.None));
        var expected = Enumerable.Range(0, 64).Select(user => Solve(foldIn, user)).ToArray();

        var found = new float[64][];
        Parallel.For(0, 64, user => found[user] = Solve(foldIn, user));
        Assert.Equal(expected, found);

        var target = new float[16];
        foldIn.Solve(matrix.ColumnsOf(0), matrix.ValuesOf(0), target);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var solve = 0; solve < 1000; solve++)
        {
            foldIn.Solve(matrix.ColumnsOf(0), matrix.ValuesOf(0), target);
        }

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 999); // less than a byte a user

        float[] Solve(FoldIn solver, int user)
        {
            var vector = new float[16];
            solver.Solve(matrix.ColumnsOf(user), matrix.ValuesOf(user), vector);
            return vector;
        }
    }

    static ItemFactors Model() => Ials.Train(
        TestData.Random(50, 30, 4, seed: 2), new IalsSettings { Factors = 4, Sweeps = 3 }, null, CancellationToken.None);
}
