using System.Text;
using System.Text.Json;
using Attune.Evaluating;

namespace Attune.Tests.Evaluating;

public class EvaluationRunTests
{
    [Fact]
    public void Every_format_gives_a_table_of_the_models_that_fit_it()
    {
        using var train = new TemporaryFile(UserLinesOf(seed: 1, items: 8));
        using var test = new TemporaryFile(UserLinesOf(seed: 2, items: 3));
        using var sessions = new TemporaryFile(string.Join('\n', UserLinesOf(seed: 3, items: 5).Split('\n').Select(line => line[(line.IndexOf(' ', StringComparison.Ordinal) + 1)..])));
        using var events = new TemporaryFile(EventsOf(seed: 4));

        Check(new() { Format = DatasetFormat.LightGcn, Train = train.Path, Test = test.Path }, not: ["popular-decayed", "buy-again", "co-visits", "rules", "session-knn", "session-embedding", "sessions"]);
        Check(new() { Format = DatasetFormat.Sequences, Train = train.Path }, not: ["popular-decayed", "buy-again"]);
        Check(new() { Format = DatasetFormat.Sessions, Train = sessions.Path }, not: ["popular-decayed", "buy-again"]);
        Check(new() { Format = DatasetFormat.Events, Train = events.Path }, not: ["buy-again"]);
    }

    [Fact]
    public void A_race_gives_every_format_settings_and_a_blend_and_a_report_of_what_was_tried()
    {
        using var train = new TemporaryFile(UserLinesOf(seed: 1, items: 8));
        using var test = new TemporaryFile(UserLinesOf(seed: 2, items: 3));
        using var events = new TemporaryFile(EventsOf(seed: 4));

        foreach (var source in (DatasetSource[])[
            new() { Format = DatasetFormat.LightGcn, Train = train.Path, Test = test.Path },
            new() { Format = DatasetFormat.Sequences, Train = train.Path },
            new() { Format = DatasetFormat.Sessions, Train = train.Path },
            new() { Format = DatasetFormat.Events, Train = events.Path }])
        {
            var report = Race(source, ["popular", "item-to-item", "ials"]);

            Assert.Equal(["popular", "item-to-item", "ials-4"], report.Models.Take(3).Select(row => row.Name));
            var blend = report.Models.Single(row => row.Name == "blend");
            Assert.Equal(1, blend.Settings.Sum(part => part.Value), 1e-3);
            Assert.NotEmpty(report.Tuning!.Trials);
            Assert.Contains("Best alone", ReportText.Render(report), StringComparison.Ordinal);
            using var json = JsonDocument.Parse(ReportJson.Render(report));
            Assert.Equal(report.Tuning.Trials.Count, json.RootElement.GetProperty("tuning").GetProperty("trials").GetArrayLength());
        }
    }

    [Fact]
    public void Too_little_data_for_a_validation_part_keeps_the_settings_and_says_so()
    {
        using var train = new TemporaryFile("1 2\n2 3\n");
        using var test = new TemporaryFile("1 3\n2 2\n");

        var report = Race(new() { Format = DatasetFormat.LightGcn, Train = train.Path, Test = test.Path }, ["popular", "item-to-item"]);

        Assert.Equal(["popular", "item-to-item"], report.Models.Select(row => row.Name));
        Assert.Contains("too little data", report.Tuning!.Why[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Json_and_text_say_the_protocol_beside_the_figures()
    {
        using var events = new TemporaryFile(EventsOf(seed: 4));

        var report = Run(new() { Format = DatasetFormat.Events, Train = events.Path });

        using var json = JsonDocument.Parse(ReportJson.Render(report));
        Assert.Contains("split in time at", json.RootElement.GetProperty("protocol").GetString(), StringComparison.Ordinal);
        Assert.Equal(report.Questions, json.RootElement.GetProperty("users").GetInt32());
        var popular = json.RootElement.GetProperty("models")[0];
        Assert.Equal(report.Models[0].Result.Recall.Mean, popular.GetProperty("recall@20").GetProperty("mean").GetDouble());
        Assert.StartsWith("Protocol: split in time at", ReportText.Render(report), StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_seed_gives_the_same_figures_at_any_thread_count()
    {
        using var events = new TemporaryFile(EventsOf(seed: 4));
        var source = new DatasetSource { Format = DatasetFormat.Events, Train = events.Path };

        var (one, four) = (Run(source, threads: 1), Run(source, threads: 4));

        Assert.Equal(one.Models.Select(row => row.Result.Ndcg), four.Models.Select(row => row.Result.Ndcg));
    }

    [Fact]
    public void Settings_out_of_range_are_refused_together()
    {
        var error = Assert.Throws<ArgumentException>(
            () => new EvaluationSettings { K = 0, HoldOut = 1, Models = ["magic"] }.Validate());

        Assert.Contains("model 'magic' is not known", error.Message, StringComparison.Ordinal);
        Assert.Contains("k is 0; it must be from 1 to 1000", error.Message, StringComparison.Ordinal);
        Assert.Contains("held out is 1", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Lightgcn_without_a_test_file_is_refused()
    {
        using var train = new TemporaryFile("1 2 3\n");

        Assert.Throws<ArgumentException>(() => Run(new() { Format = DatasetFormat.LightGcn, Train = train.Path }));
    }

    static void Check(DatasetSource source, string[] not)
    {
        var report = Run(source);

        Assert.Equal(
            EvaluationSettings.KnownModels.Except(not), report.Models.Select(row => row.Name == "ials-4" ? "ials" : row.Name));
        Assert.All(report.Models, row => Assert.InRange(row.Result.Ndcg.Mean, 0, 1));
        Assert.Empty(report.Failed);
        Assert.True(report.Questions > 0);
    }

    static EvaluationReport Run(DatasetSource source, int threads = 0) => new EvaluationRun(TimeProvider.System).OfDataset(
        source, new() { Factors = [4], Resamples = 50, Threads = threads }, null, TestContext.Current.CancellationToken);

    static EvaluationReport Race(DatasetSource source, string[] models) => new EvaluationRun(TimeProvider.System).OfDataset(
        source,
        new() { Models = models, Factors = [4], Resamples = 50, Tune = true, Tuning = new() { Budget = TimeSpan.FromSeconds(1) } },
        null,
        TestContext.Current.CancellationToken);

    static string UserLinesOf(int seed, int items)
    {
        var random = new Random(seed);
        var text = new StringBuilder();
        for (var user = 0; user < 40; user++)
        {
            text.Append(user);
            foreach (var item in Enumerable.Range(0, items).Select(_ => random.Next(30)).Distinct())
            {
                text.Append(' ').Append(item);
            }

            text.Append('\n');
        }

        return text.ToString().TrimEnd('\n');
    }

    static string EventsOf(int seed)
    {
        var random = new Random(seed);
        var text = new StringBuilder("user,item,time\n");
        for (var n = 0; n < 600; n++)
        {
            text.Append(random.Next(30)).Append(',').Append(random.Next(50)).Append(',').Append(1_600_000_000 + (n * 3600)).Append('\n');
        }

        return text.ToString();
    }
}
