using Attune.Learning.Blending;
using Attune.Learning.Evaluation;
using Attune.Learning.Splits;

namespace Attune.Learning.Tests.Blending;

/// <summary>Twenty users, each to find one item; models that know it for some of them.</summary>
public class BlendWeightsTests
{
    const int Users = 20;
    const int Items = 30;

    // Everybody knows item 29; user u is to find item u.
    static readonly DataSplit Split = TemporalSplit.At(
        new Interactions(
            Users,
            Items,
            Enumerable.Range(0, 2 * Users).Select(n => n % Users).ToArray(),
            Enumerable.Range(0, 2 * Users).Select(n => n < Users ? 29 : n - Users).ToArray(),
            Enumerable.Range(0, 2 * Users).Select(n => (long)n).ToArray(),
            Enumerable.Repeat(1f, 2 * Users).ToArray()),
        Users);

    [Fact]
    public void Two_models_that_know_different_users_are_blended_and_one_that_knows_nothing_is_left_out()
    {
        var learned = Learn(Knows("first", user => user < 10), Knows("nothing", _ => false), Knows("second", user => user >= 10));

        // Alone each puts half of the users' items first: NDCG 0.5. Blended unevenly the heavier wins its half, and of the other
        // half item 28, which it names there, is ahead: (1 + 1 / log₂ 3) / 2. Evenly, the two are level and the lower item goes first: 1.
        Assert.Equal(0.5, learned.AloneFigure, 1e-9);
        Assert.Equal(1, learned.Figure, 1e-9);
        Assert.Equal([0.5f, 0, 0.5f], learned.ByPart);
        Assert.Contains(learned.Told, step => step is { Part: 2, Kept: true, Without: 0.5 } && Math.Abs(step.With - 1) < 1e-9);
        Assert.True(learned.Gain.Low > 0);
    }

    [Fact]
    public void Of_two_that_know_the_same_the_simpler_stays_alone()
    {
        var learned = Learn(Knows("simple", user => user < 10), Knows("other", user => user < 10));

        Assert.Equal([1, 0], learned.ByPart);
        Assert.Equal(0, learned.BestAlone);
    }

    [Fact]
    public void Of_parts_of_one_slot_only_one_is_kept()
    {
        TopLists[] parts = [Knows("first", user => user < 10), Knows("second", user => user >= 10)];

        var learned = BlendWeights.Learn(parts, Split.Test, new(), [1, 1], TestContext.Current.CancellationToken);

        Assert.Equal([1, 0], learned.ByPart);
    }

    [Fact]
    public void The_weights_are_the_same_at_any_number_of_threads()
    {
        TopLists[] parts = [Knows("a", user => user % 2 == 0), Knows("b", user => user % 3 == 0), Knows("c", user => user > 12)];

        var (one, four) = (Learn(new() { Threads = 1 }, parts), Learn(new() { Threads = 4 }, parts));

        Assert.Equal(one.ByPart, four.ByPart);
        Assert.Equal(one.Told, four.Told);
    }

    [Fact]
    public void Lists_are_shares_of_the_best_without_what_is_known_or_not_above_0()
    {
        var lists = TopLists.Ask(new Fixed([4, -1, 2, float.PositiveInfinity, 0, .. new float[24], 9]), Split, leaveOutSeen: true, 5, 1, TestContext.Current.CancellationToken);

        Assert.Equal([0, 2], lists.ItemsOf(0));
        Assert.Equal([1, 0.5f], lists.SharesOf(0));
    }

    [Fact]
    public void No_parts_and_parts_of_other_questions_are_refused()
    {
        Assert.Throws<ArgumentException>(() => Learn());
        var other = TopLists.Ask(new Fixed(new float[Items]), Split with { Test = Split.Test.Sample(3, 1) }, true, 5, 1, TestContext.Current.CancellationToken);
        Assert.Contains("3 questions", Assert.Throws<ArgumentException>(() => Learn(other)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => Learn(new BlendSettings { K = 0 }, Knows("a", _ => true)));
    }

    [Fact]
    public void A_sample_of_questions_keeps_their_order_rows_and_items()
    {
        var sample = Split.Test.Sample(7, seed: 3);

        var rows = Enumerable.Range(0, sample.Count).Select(sample.RowOf).ToArray();
        Assert.Equal(7, rows.Distinct().Count());
        Assert.Equal(rows.Order(), rows);
        Assert.Equal(Enumerable.Range(0, 7), Enumerable.Range(0, 7).Select(sample.GroupOf));
        Assert.All(Enumerable.Range(0, 7), question => Assert.Equal(sample.RowOf(question), sample.RelevantOf(question)[0]));
        Assert.Same(Split.Test, Split.Test.Sample(Users, 3));
    }

    static BlendWeights Learn(params TopLists[] parts) => Learn(new BlendSettings(), parts);

    static BlendWeights Learn(BlendSettings settings, params TopLists[] parts) =>
        BlendWeights.Learn(parts, Split.Test, settings, null, TestContext.Current.CancellationToken);

    // Asked by ScoreMany, row by row: the row is the user.
    static TopLists Knows(string name, Func<int, bool> user) =>
        TopLists.Ask(new Knowing(name, user), Split, leaveOutSeen: true, 10, 1, TestContext.Current.CancellationToken);

    sealed class Knowing(string name, Func<int, bool> knows) : IScorer
    {
        public string Name => name;

        public int Items => BlendWeightsTests.Items;

        public void Score(History history, Span<float> scores) => throw new NotSupportedException();

        public void ScoreMany(Histories known, ReadOnlySpan<int> rows, Span<float> scores)
        {
            scores.Clear();
            for (var n = 0; n < rows.Length; n++)
            {
                scores[(n * Items) + (knows(rows[n]) ? rows[n] : 28)] = 1;
            }
        }
    }

    sealed class Fixed(float[] scores) : IScorer
    {
        public string Name => "fixed";

        public int Items => scores.Length;

        public void Score(History history, Span<float> found) => scores.CopyTo(found);
    }
}
