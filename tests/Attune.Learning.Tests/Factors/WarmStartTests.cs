using System.Runtime.InteropServices;
using Attune.Learning.Factors;
using Attune.Learning.Kernels;
using Attune.Learning.Matrices;

namespace Attune.Learning.Tests.Factors;

public sealed class WarmStartTests
{
    static readonly IalsSettings Settings = new() { Factors = 8, Sweeps = 16, UnobservedWeight = 0.05f, Regularization = 0.005f };

    [Fact]
    public void Going_on_from_a_former_model_is_nearer_to_the_end_than_as_many_sweeps_from_none()
    {
        // The former model saw all but every hundredth interaction.
        var all = TestData.Clusters(400, 120, 12, seed: 1);
        var before = TestData.Without(all, every: 100);
        var former = Ials.Train(before, Settings, null, CancellationToken.None);

        var best = Loss(all, Ials.Train(all, Settings with { Sweeps = 60 }, null, CancellationToken.None));
        var full = Loss(all, Ials.Train(all, Settings, null, CancellationToken.None));
        var warm = Loss(all, Ials.Train(all, Settings, former.Values, null, CancellationToken.None));
        var brief = Loss(all, Ials.Train(all, Settings with { Sweeps = Settings.WarmSweeps }, null, CancellationToken.None));

        Assert.True(warm <= full * 1.005, $"warm {warm}, full {full}, best {best}");
        Assert.True(warm - best < (brief - best) / 4, $"warm {warm}, as many sweeps from none {brief}, best {best}");
    }

    [Fact]
    public void Items_the_former_model_did_not_know_are_learned()
    {
        var matrix = TestData.ChessBoard(12);
        var former = Ials.Train(matrix, Settings, null, CancellationToken.None);
        var start = former.Values.ToArray();
        start.AsSpan(4 * 8, 8).Fill(float.NaN);

        var model = Ials.Train(matrix, Settings, start, null, CancellationToken.None);

        // Item 4 has the same users as item 6, and none with item 5.
        Assert.True(Cosine(model.Of(4), model.Of(6)) > 0.95);
        Assert.True(Cosine(model.Of(4), model.Of(5)) < 0.5);
    }

    [Fact]
    public void With_no_item_known_the_training_is_one_from_none()
    {
        var matrix = TestData.Random(40, 30, 5, seed: 1);
        var unknown = new float[30 * 8];
        Array.Fill(unknown, float.NaN);

        var plain = Ials.Train(matrix, Settings, null, CancellationToken.None);
        var warm = Ials.Train(matrix, Settings, unknown, null, CancellationToken.None);

        Assert.Equal(Bytes(plain), Bytes(warm));
    }

    [Fact]
    public void The_same_start_gives_the_same_bytes_at_any_number_of_threads()
    {
        var matrix = TestData.Random(700, 300, 8, seed: 2, weighted: true);
        var start = Ials.Train(matrix, Settings with { Sweeps = 2 }, null, CancellationToken.None).Values;

        var one = Bytes(Ials.Train(matrix, Settings with { Threads = 1 }, start, null, CancellationToken.None));
        var three = Bytes(Ials.Train(matrix, Settings with { Threads = 3 }, start, null, CancellationToken.None));

        Assert.Equal(one, three);
    }

    [Theory]
    [InlineData(29 * 8, 0f, "A start of 232 numbers")]
    [InlineData(30 * 8, float.PositiveInfinity, "The start of item 0")]
    public void A_start_of_another_shape_or_with_infinities_is_refused(int length, float value, string said)
    {
        var start = new float[length];
        start[0] = value;

        var refusal = Assert.Throws<ArgumentException>(
            () => Ials.Train(TestData.Random(40, 30, 5, seed: 1), Settings, start, null, CancellationToken.None));

        Assert.Contains(said, refusal.Message, StringComparison.Ordinal);
    }

    static double Cosine(ReadOnlySpan<float> x, ReadOnlySpan<float> y) =>
        DotProduct.Of(x, y)
        / Math.Sqrt((double)DotProduct.Of(x, x) * DotProduct.Of(y, y));

    static byte[] Bytes(ItemFactors model) => MemoryMarshal.AsBytes(model.Values.Span).ToArray();

    static double Loss(SparseMatrix matrix, ItemFactors model) => IalsLoss.Of(matrix, model, Settings);
}
