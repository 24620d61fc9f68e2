using Attune.Learning.Sessions;
using Attune.Learning.Splits;

namespace Attune.Learning.Tests.Sessions;

public class SessionModelTests
{
    static readonly SessionModelSettings Counting = new() { Embedding = null, Knn = new() { Backward = 0 }, Rules = new() { Backward = 0 } };

    static readonly SessionModelSettings Whole = new()
    {
        Embedding = new() { Dimensions = 32, Batch = 64, Epochs = 3, LearningRate = 0.02f },
    };

    [Fact]
    public void It_finds_what_comes_next()
    {
        var model = Train(Counting, SessionEmbeddingTests.Ring());
        var scores = new float[100];

        for (var item = 0; item < 100; item++)
        {
            model.Score(new History([item], [1], [0]), scores);
            Assert.Equal((item + 1) % 100, Array.IndexOf(scores, scores.Max()));
        }
    }

    [Fact]
    public void It_is_the_same_at_any_number_of_threads()
    {
        var (one, four) = (new float[100], new float[100]);

        Train(Whole with { Threads = 1 }, SessionEmbeddingTests.Ring()).Score(new History([5, 6], [1, 1], [0, 1]), one);
        Train(Whole with { Threads = 4 }, SessionEmbeddingTests.Ring()).Score(new History([5, 6], [1, 1], [0, 1]), four);

        Assert.Equal(one, four);
    }

    [Fact]
    public void A_stranger_and_an_unknown_item_get_no_list()
    {
        var model = Train(Counting, SessionEmbeddingTests.Data(4, [0, 1], [1, 2]));
        var scores = new float[4];

        model.Score(default, scores);
        Assert.All(scores, score => Assert.Equal(float.NegativeInfinity, score));
        model.Score(new History([3], [1], [0]), scores);
        Assert.All(scores, score => Assert.Equal(float.NegativeInfinity, score));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Hardly_any_sessions_are_no_fault(int sessions)
    {
        int[][] data = [.. Enumerable.Repeat<int[]>([0, 1], sessions)];

        Assert.Equal(2, Train(Counting, SessionEmbeddingTests.Data(2, data)).Items);
    }

    [Fact]
    public void Weights_are_those_under_which_what_was_taken_is_likeliest()
    {
        // Taken by the first number with weight 2 in group 0 and 0 in group 1; the second number is noise.
        var random = new Random(8);
        var choices = Enumerable.Range(0, 6_000).Select(n => Taken(random, n % 2 == 0 ? 2 : 0, n % 2)).ToArray();

        var weights = ConditionalLogit.Fit(choices, 2, 2, 0, TestContext.Current.CancellationToken);

        Assert.Equal(2, weights[0], 0.2f);
        Assert.Equal(0, weights[1], 0.2f);
        Assert.Equal(0, weights[2], 0.2f);
    }

    [Fact]
    public void Without_choices_nothing_weighs_anything() =>
        Assert.Equal(new float[4], ConditionalLogit.Fit([], 2, 2, 0, TestContext.Current.CancellationToken));

    [Theory]
    [InlineData(0)]
    [InlineData(0.6)]
    [InlineData(double.NaN)]
    public void A_share_out_of_range_is_refused(double holdOut) => Assert.Throws<ArgumentOutOfRangeException>(
        () => Train(Counting with { HoldOut = holdOut }, SessionEmbeddingTests.Ring()));

    static Choice Taken(Random random, double weight, int group)
    {
        float[] values = [.. Enumerable.Range(0, 10).Select(_ => random.NextSingle())];
        double[] shares = [.. Enumerable.Range(0, 5).Select(n => Math.Exp(weight * values[2 * n]))];
        var (left, taken) = (random.NextDouble() * shares.Sum(), 0);
        while (taken < 4 && (left -= shares[taken]) > 0)
        {
            taken++;
        }

        return new Choice(values, taken, group);
    }

    static SessionModel Train(SessionModelSettings settings, Interactions train) =>
        SessionModel.Train(train, settings, cancellation: TestContext.Current.CancellationToken);
}
