using Attune.Learning.Evaluation;
using Attune.Learning.Matrices;
using Attune.Learning.Spectral;
using Attune.Learning.Splits;
using Attune.Learning.Tests.Factors;

namespace Attune.Learning.Tests.Spectral;

public class SpectralTasteTests
{
    [Fact]
    public void Popularity_and_filter_divide_what_goes_in_and_multiply_what_comes_out()
    {
        // One component over both items, alike: V = ±√½ each, σ = 2 (two users took both); sums 2 and 2.
        var matrix = SparseMatrix.FromTriples(2, 2, [0, 0, 1, 1], [0, 1, 0, 1], [1, 1, 1, 1]);
        var settings = new SpectralSettings { Components = 1, UserExponent = 0, ItemExponent = 0 };
        var spectrum = SpectralDecomposition.Of(matrix, settings, null, CancellationToken.None);

        var model = SpectralTaste.From(spectrum, 1, popularityExponent: 1, filterExponent: 2);

        // in = √½ · σ² / 2 with σ² = 4, out = √½ · 2.
        Assert.Equal(Math.Sqrt(0.5) * 4 / 2, Math.Abs(model.Inputs.Span[0]), 1e-3);
        Assert.Equal(Math.Sqrt(0.5) * 2, Math.Abs(model.Items.Values.Span[1]), 1e-3);
    }

    [Fact]
    public void Items_taken_up_by_one_group_are_found_for_who_took_others_of_it()
    {
        var spectrum = SpectralDecomposition.Of(TestData.ChessBoard(10), new SpectralSettings { Components = 2 }, null, CancellationToken.None);
        var model = SpectralTaste.From(spectrum, 2, 0.5f, 0);
        var scores = new float[10];

        new FactorScorer(model.Items, foldIn: model.FoldIn).Score(new History([2, 4], [1, 1], [0, 1]), scores);

        Assert.True(scores[6] > 10 * Math.Abs(scores[7]), $"{scores[6]} and {scores[7]}");
    }

    [Fact]
    public void Of_more_components_than_there_are_those_there_are_serve()
    {
        var spectrum = SpectralDecomposition.Of(TestData.ChessBoard(6), new SpectralSettings { Components = 100 }, null, CancellationToken.None);

        var model = SpectralTaste.From(spectrum, 100, 0.5f, 0);

        Assert.Equal(6, model.Items.Factors);
        Assert.DoesNotContain(model.Inputs.ToArray(), value => !float.IsFinite(value));
    }

    [Theory]
    [InlineData(-0.1f, 0, "popularityExponent must be from 0 to 1")]
    [InlineData(0.5f, float.NaN, "filterExponent must be from 0 to 4")]
    public void An_exponent_out_of_range_is_named_with_its_range(float popularity, float filter, string told)
    {
        var spectrum = SpectralDecomposition.Of(TestData.ChessBoard(6), new SpectralSettings { Components = 2 }, null, CancellationToken.None);

        var fault = Assert.Throws<ArgumentOutOfRangeException>(() => SpectralTaste.From(spectrum, 2, popularity, filter));

        Assert.Contains(told, fault.Message, StringComparison.Ordinal);
    }
}
