using System.Globalization;
using System.Text;
using Attune.Learning.Evaluation;

namespace Attune.Evaluating;

/// <summary>A report as a table to read in a terminal.</summary>
public static class ReportText
{
    /// <summary>The protocol, the table, and what the figures mean.</summary>
    public static string Render(EvaluationReport report)
    {
        var k = report.K;
        var table = new List<string[]>
        {
            new[] { "model", $"Recall@{k}", $"NDCG@{k}", $"MRR@{k}", $"HR@{k}", $"coverage@{k}", $"novelty@{k}", "over popularity", "train", "ask" },
        };
        foreach (var row in report.Models)
        {
            var result = row.Result;
            table.Add(
            [
                row.Name,
                WithInterval(result.Recall),
                WithInterval(result.Ndcg),
                Number(result.Mrr.Mean),
                Number(result.HitRate.Mean),
                string.Create(CultureInfo.InvariantCulture, $"{result.Coverage * 100:0.0} %"),
                string.Create(CultureInfo.InvariantCulture, $"{result.Novelty:0.00} bits"),
                row.AbovePopularity is { } above ? Above(above, result.Ndcg.Mean) : "",
                Seconds(row.TrainTook),
                Seconds(row.AskTook),
            ]);
        }

        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"Protocol: {report.Protocol}.");
        text.AppendLine(
            CultureInfo.InvariantCulture,
            $"Asked: {report.Questions} {report.QuestionsAre}; trained on {report.TrainInteractions} interactions of {report.TrainUsers} users; seed {report.Seed}; {report.Chosen}.");
        foreach (var note in report.Notes)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"Note: {note}.");
        }

        text.AppendLine();
        Align(table, text);
        foreach (var failed in report.Failed)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"{failed.Name}: no figures. {failed.Why}");
        }

        text.AppendLine();
        foreach (var row in report.Models.Where(row => row.Settings.Count > 0))
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"{row.Name}: {string.Join(", ", row.Settings.Select(setting => string.Create(CultureInfo.InvariantCulture, $"{setting.Name} {setting.Value:0.######}")))}");
        }

        if (report.Tuning is { } tuning)
        {
            text.AppendLine();
            text.AppendLine(CultureInfo.InvariantCulture, $"Chosen in {tuning.Took.TotalSeconds:0} s by {tuning.Trials.Count} trainings, each asked {tuning.Questions} validation questions:");
            foreach (var why in tuning.Why)
            {
                text.AppendLine(CultureInfo.InvariantCulture, $"- {why}");
            }

            text.AppendLine();
        }

        text.AppendLine("In brackets the 95 % interval by bootstrap; over popularity: NDCG against the best popularity row, same questions.");
        return text.ToString();
    }

    // .0416 and not 0.0416: the way the field writes them, and narrower.
    static string Number(double value) => value.ToString("#.0000", CultureInfo.InvariantCulture);

    static string WithInterval(Estimate estimate) => $"{Number(estimate.Mean)} [{Number(estimate.Low)} {Number(estimate.High)}]";

    static string Above(Estimate above, double mean)
    {
        var popular = mean - above.Mean;
        var times = popular > 0 ? string.Create(CultureInfo.InvariantCulture, $", x{mean / popular:0.00}") : "";
        return $"{(above.Mean < 0 ? "" : "+")}{WithInterval(above)}{times}";
    }

    static string Seconds(TimeSpan took) => string.Create(CultureInfo.InvariantCulture, $"{took.TotalSeconds:0.00} s");

    static void Align(List<string[]> table, StringBuilder text)
    {
        var widths = Enumerable.Range(0, table[0].Length).Select(column => table.Max(row => row[column].Length)).ToArray();
        foreach (var row in table)
        {
            var cells = row.Select((cell, column) => column == 0 ? cell.PadRight(widths[column]) : cell.PadLeft(widths[column]));
            text.AppendLine(string.Join("  ", cells).TrimEnd());
        }
    }
}
