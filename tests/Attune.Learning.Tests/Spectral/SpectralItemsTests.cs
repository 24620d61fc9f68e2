using Attune.Learning.Evaluation;
using Attune.Learning.Matrices;
using Attune.Learning.Spectral;
using Attune.Learning.Splits;
using Attune.Learning.Tests.Factors;

namespace Attune.Learning.Tests.Spectral;

public class SpectralItemsTests
{
    static readonly SpectralItems TwoItems = new(2, 2, new float[] { 1, 0, 0.5f, 2 }, new float[] { 1, 1, 0, 3 });

    [Fact]
    public void A_user_is_the_sum_of_the_input_vectors_by_strength()
    {
        var user = new float[2];

        TwoItems.Project([0, 1], [2, 4], user);

        Assert.Equal([4, 8], user);
    }

    [Fact]
    public void The_scorer_multiplies_the_user_with_the_output_vectors()
    {
        var scores = new float[2];

        new SpectralScorer(TwoItems).Score(new History([1], [1], [0]), scores);

        Assert.Equal([2.5f, 6], scores);
    }

    [Fact]
    public void Asked_with_nothing_it_says_nothing()
    {
        var scores = new float[2];

        new SpectralScorer(TwoItems).Score(new History([], [], []), scores);

        Assert.All(scores, score => Assert.Equal(float.NegativeInfinity, score));
    }

    [Fact]
    public void Many_asked_at_once_get_what_each_gets_alone()
    {
        var matrix = TestData.Random(40, 600, 9, seed: 2);
        var model = SpectralItems.From(
            SpectralDecomposition.Of(matrix, new SpectralSettings { Components = 16 }, null, CancellationToken.None), 16, 0.5f, 0.5f);
        var scorer = new SpectralScorer(model);
        var user = Enumerable.Range(0, matrix.Rows).SelectMany(row => Enumerable.Repeat(row, matrix.ColumnsOf(row).Length)).ToArray();
        var known = Histories.From(new Interactions(
            40, 600, user, matrix.ColumnIndexes.ToArray(), user.Select((_, n) => (long)n).ToArray(), matrix.Values.ToArray()));
        var (together, alone) = (new float[3 * 600], new float[600]);

        scorer.ScoreMany(known, [4, 0, 31], together);

        scorer.Score(known.Of(31), alone);
        Assert.Equal(alone, together[1200..]);
    }

    [Fact]
    public void Popularity_and_filter_divide_what_goes_in_and_multiply_what_comes_out()
    {
        // One component over both items, alike: V = ±√½ each, σ = √2 (two users took both); sums 2 and 2.
        var matrix = SparseMatrix.FromTriples(2, 2, [0, 0, 1, 1], [0, 1, 0, 1], [1, 1, 1, 1]);
        var settings = new SpectralSettings { Components = 1, UserExponent = 0, ItemExponent = 0 };
        var spectrum = SpectralDecomposition.Of(matrix, settings, null, CancellationToken.None);

        var model = SpectralItems.From(spectrum, 1, popularityExponent: 1, filterExponent: 2);

        // in = √½ · σ² / 2 with σ² = 4, out = √½ · 2.
        Assert.Equal(Math.Sqrt(0.5) * 4 / 2, Math.Abs(model.Inputs.Span[0]), 1e-3);
        Assert.Equal(Math.Sqrt(0.5) * 2, Math.Abs(model.Outputs.Span[1]), 1e-3);
    }

    [Fact]
    public void Items_taken_up_by_one_group_are_found_for_who_took_others_of_it()
    {
        var spectrum = SpectralDecomposition.Of(TestData.ChessBoard(10), new SpectralSettings { Components = 2 }, null, CancellationToken.None);
        var scorer = new SpectralScorer(SpectralItems.From(spectrum, 2, 0.5f, 0));
        var scores = new float[10];

        scorer.Score(new History([2, 4], [1, 1], [0, 1]), scores);

        Assert.True(scores[6] > 10 * Math.Abs(scores[7]), $"{scores[6]} and {scores[7]}");
    }

    [Theory]
    [InlineData(2, 1, "Item 2 with strength 1")]
    [InlineData(0, -1, "Item 0 with strength -1")]
    [InlineData(0, float.NaN, "Item 0 with strength NaN")]
    public void A_profile_out_of_range_is_refused(int item, float strength, string told)
    {
        var fault = Assert.Throws<ArgumentException>(() => TwoItems.Project([item], [strength], new float[2]));

        Assert.Contains(told, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Parts_that_do_not_fit_are_refused_with_both_lengths()
    {
        var fault = Assert.Throws<ArgumentException>(() => new SpectralItems(2, 2, new float[4], new float[3]));

        Assert.Contains("4 and 3 given", fault.Message, StringComparison.Ordinal);
    }
}
