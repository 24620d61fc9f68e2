using Attune.Learning.Sessions;
using Attune.Learning.Splits;

namespace Attune.Learning.Tests.Sessions;

public class SessionEmbeddingTests
{
    static readonly SessionEmbeddingSettings Quick = new() { Dimensions = 32, Batch = 64, Epochs = 12, LearningRate = 0.02f, Length = 4 };

    [Theory]
    [InlineData(2_048)]
    [InlineData(64)]
    public void It_learns_what_follows_what(int candidates)
    {
        // Every session goes round a ring of 100 items: n, n + 1, n + 2 …
        var model = Train(Quick with { Candidates = candidates }, Ring());
        var right = 0;
        for (var item = 0; item < 100; item++)
        {
            right += Best(model, (item + 99) % 100, item) == (item + 1) % 100 ? 1 : 0;
        }

        Assert.InRange(right, 90, 100);
    }

    [Fact]
    public void It_is_the_same_at_any_number_of_threads_and_another_from_another_seed()
    {
        var one = Scores(Train(Quick with { Epochs = 2, Candidates = 64, Batch = 256, Threads = 1 }, Ring()));
        var four = Scores(Train(Quick with { Epochs = 2, Candidates = 64, Batch = 256, Threads = 4 }, Ring()));
        var other = Scores(Train(Quick with { Epochs = 2, Candidates = 64, Batch = 256, Seed = 2 }, Ring()));

        Assert.Equal(one, four);
        Assert.NotEqual(one, other);
    }

    [Fact]
    public void Its_loss_falls()
    {
        var losses = new List<double>();

        SessionEmbedding.Train(Ring(), Quick, epochEnded: new Told(losses.Add), cancellation: TestContext.Current.CancellationToken);

        Assert.Equal(Quick.Epochs, losses.Count);
        Assert.True(losses[^1] < losses[0] / 2, string.Join(' ', losses));
    }

    [Fact]
    public void Items_of_no_session_are_never_listed_and_a_stranger_gets_no_list()
    {
        var model = Train(Quick with { Epochs = 1 }, Data(4, [0, 1], [1, 2]));

        Assert.Equal(float.NegativeInfinity, Scores(model)[3]);
        Assert.All(Scores(model)[..3], score => Assert.InRange(score, 0, 1));
        var none = new float[4];
        model.Score(default, none);
        Assert.All(none, score => Assert.Equal(float.NegativeInfinity, score));
    }

    [Fact]
    public void Sessions_of_one_item_teach_nothing_and_are_no_fault() => Assert.Equal(3, Train(Quick, Data(3, [0], [1])).Items);

    [Fact]
    public void It_can_be_cancelled() => Assert.Throws<OperationCanceledException>(
        () => SessionEmbedding.Train(Ring(), Quick, cancellation: new CancellationToken(canceled: true)));

    [Theory]
    [InlineData(33, 64, 0.1f)]
    [InlineData(32, 65, 0.1f)]
    [InlineData(32, 64, 0.95f)]
    [InlineData(32, 64, float.NaN)]
    public void Settings_out_of_range_are_refused(int dimensions, int batch, float dropout) => Assert.Throws<ArgumentOutOfRangeException>(
        () => Train(Quick with { Dimensions = dimensions, Batch = batch, Dropout = dropout }, Ring()));

    [Fact]
    public void The_draw_holds_what_is_to_be_found_and_weighs_what_is_drawn_by_its_chance()
    {
        var draw = new CandidateDraw(Sequences.From(Ring()), 100, 20);
        var (random, drawn) = (new SplitMix(1), new double[100]);
        for (var n = 0; n < 2_000; n++)
        {
            draw.Draw(random, [42]);
            Assert.Equal(42, draw.Items[draw.PlaceOf(42)]);
            for (var place = 0; place < draw.Items.Length; place++)
            {
                drawn[draw.Items[place]] += Math.Exp(draw.Offsets[place]) / 2_000;
            }
        }

        // Every item stands for itself on average: 2 000 draws of chance 0.2 are within 0.2.
        Assert.All(drawn, weight => Assert.Equal(1, weight, 0.2));
    }

    static SessionEmbedding Train(SessionEmbeddingSettings settings, Interactions data) =>
        SessionEmbedding.Train(data, settings, cancellation: TestContext.Current.CancellationToken);

    static int Best(SessionEmbedding model, params int[] session)
    {
        var scores = new float[model.Items];
        model.Score(new History(session, new float[session.Length], new long[session.Length]), scores);
        return Array.IndexOf(scores, scores.Max());
    }

    static float[] Scores(SessionEmbedding model)
    {
        var scores = new float[model.Items];
        model.Score(new History([0], [1], [0]), scores);
        return scores;
    }

    internal static Interactions Ring()
    {
        var random = new Random(4);
        return Data(100, [.. Enumerable.Range(0, 600).Select(_ => random.Next(100)).Select(first => Enumerable.Range(0, 4).Select(step => (first + step) % 100).ToArray())]);
    }

    internal static Interactions Data(int items, params int[][] sessions)
    {
        int[] user = [.. sessions.SelectMany((session, number) => session.Select(_ => number))];
        int[] item = [.. sessions.SelectMany(session => session)];
        return new Interactions(sessions.Length, items, user, item, new long[item.Length], Enumerable.Repeat(1f, item.Length).ToArray());
    }

    sealed class Told(Action<double> tell) : IProgress<double>
    {
        public void Report(double value) => tell(value);
    }
}
