using Attune.Evaluating;

namespace Attune.Tests.Evaluating;

/// <summary>Figures that others published on public data: if these come out, split, ranking and metrics are theirs.</summary>
public class PublishedFiguresTests
{
    [Fact]
    public void Popularity_on_gowalla_comes_out_as_published()
    {
        var report = new EvaluationRun(TimeProvider.System).OfDataset(
            new()
            {
                Format = DatasetFormat.LightGcn,
                Train = PublicData.Require("gowalla/train.txt.gz"),
                Test = PublicData.Require("gowalla/test.txt.gz"),
            },
            new() { Models = ["popular"], Resamples = 0 },
            null,
            TestContext.Current.CancellationToken);

        // Open-CF-Benchmark: MostPop .0416 / .0317.
        Assert.Equal(29_858, report.Questions);
        Assert.Equal(0.0416, Math.Round(report.Models[0].Result.Recall.Mean, 4));
        Assert.Equal(0.0317, Math.Round(report.Models[0].Result.Ndcg.Mean, 4));
    }

    [Theory]
    [InlineData("serenade", 931)]
    [InlineData("rsc15-100k", 10_152)]
    public void Sessions_ask_as_many_prefixes_as_published(string data, int prefixes)
    {
        var report = new EvaluationRun(TimeProvider.System).OfDataset(
            new()
            {
                Format = DatasetFormat.Sessions,
                Train = PublicData.Require($"{data}/train.txt.gz"),
                Test = PublicData.Require($"{data}/test.txt.gz"),
            },
            new() { Models = ["popular"], Resamples = 0 },
            null,
            TestContext.Current.CancellationToken);

        Assert.Equal(prefixes, report.Questions);
    }
}
