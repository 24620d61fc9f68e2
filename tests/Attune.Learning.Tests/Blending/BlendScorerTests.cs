using Attune.Learning.Blending;
using Attune.Learning.Evaluation;
using Attune.Learning.Splits;

namespace Attune.Learning.Tests.Blending;

public class BlendScorerTests
{
    // User 0 knows item 0, user 1 item 1.
    static readonly DataSplit TwoUsers = TemporalSplit.At(
        new Interactions(2, 3, new[] { 0, 1, 0, 1 }, new[] { 0, 1, 2, 2 }, new long[] { 1, 2, 3, 4 }, new float[] { 1, 1, 1, 1 }), 3);

    [Fact]
    public void Each_part_gives_its_weight_times_the_share_of_its_best()
    {
        // Best of the first 4, of the second 10: 0.5·(4/4) + 2·(5/10), 0.5·(2/4), 2·(10/10), and nothing of the last.
        var scores = Ask(leaveOutKnown: false, new([4, 2, -3, float.NegativeInfinity], 0.5f), new([5, 0, 10, float.NaN], 2));

        Assert.Equal([1.5f, 0.25f, 2, float.NegativeInfinity], scores);
    }

    [Fact]
    public void What_is_known_is_no_models_best_where_it_is_no_candidate()
    {
        // The history holds item 0: the best of what is left are 2 and 10.
        var scores = Ask(leaveOutKnown: true, new([4, 2, 1, 0], 1), new([50, 0, 10, 0], 1));

        Assert.Equal([float.NegativeInfinity, 1, 1.5f, float.NegativeInfinity], scores);
    }

    [Fact]
    public void Many_questions_get_what_each_gets_alone()
    {
        var blend = new BlendScorer([new(new Fixed([1, 2, 3]), 0.3f), new(new Fixed([3, 0, 1]), 0.7f)], leaveOutKnown: true);
        var (together, alone) = (new float[6], new float[6]);

        blend.ScoreMany(TwoUsers.Known, [0, 1], together);
        blend.Score(TwoUsers.Known.Of(0), alone.AsSpan(0, 3));
        blend.Score(TwoUsers.Known.Of(1), alone.AsSpan(3, 3));

        Assert.Equal(alone, together);
        Assert.Equal(float.NegativeInfinity, together[0]);
    }

    [Fact]
    public void A_blend_of_nothing_of_different_items_or_of_weight_0_is_refused()
    {
        Assert.Throws<ArgumentException>(() => new BlendScorer([], leaveOutKnown: true));
        Assert.Contains("2", Assert.Throws<ArgumentException>(() => new BlendScorer([new(new Fixed([1]), 1), new(new Fixed([1, 2]), 1)], true)).Message, StringComparison.Ordinal);
        Assert.Contains("NaN", Assert.Throws<ArgumentException>(() => new BlendScorer([new(new Fixed([1]), float.NaN)], true)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new BlendScorer([new(new Fixed([1]), 0)], true));
    }

    static float[] Ask(bool leaveOutKnown, params (float[] Scores, float Weight)[] parts)
    {
        var scores = new float[4];
        var blend = new BlendScorer([.. parts.Select(part => new BlendPart(new Fixed(part.Scores), part.Weight))], leaveOutKnown);
        blend.Score(new History([0], [1], [1]), scores);
        return scores;
    }

    sealed class Fixed(float[] scores) : IScorer
    {
        public string Name => "fixed";

        public int Items => scores.Length;

        public void Score(History history, Span<float> found) => scores.CopyTo(found);
    }
}
