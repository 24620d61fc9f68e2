using System.Globalization;
using Attune.Client.Wire;

namespace Attune.Server.Commands;

/// <summary><c>attune export FILE</c>: a training set as Parquet, as of an instant, without leakage.</summary>
static class ExportCommand
{
    public static Verb Create()
    {
        var where = new WhereOptions();
        var options = new ExportOptions();
        var command = new Verb(
            "export",
            "Write what people did, or examples to learn from, to a Parquet file, as of an instant and without leakage.",
            "attune export train.parquet --as-of 2026-11-01 --label-window 7d",
            "attune export events.parquet --what events");
        options.AddTo(command);
        where.AddTo(command);
        command.SetAction((parsed, cancellation) => RunAsync(where.Read(parsed), options.ReadFile(parsed), options.ReadQuestion(parsed), cancellation));
        return command;
    }

    static async Task<int> RunAsync(Where where, string path, ExportQuestion question, CancellationToken cancellation)
    {
        var unfinished = path + ".unfinished";
        try
        {
            var summary = await WriteAsync(where, unfinished, question, cancellation);
            if (summary.Rows == 0)
            {
                Output.Note("attune: " + NothingToExport(summary));
                return ExitCode.Failed;
            }

            File.Move(unfinished, path, overwrite: true);
            Say(where, path, summary);
            return ExitCode.Good;
        }
        finally
        {
            File.Delete(unfinished);
        }
    }

    static async Task<ExportSummary> WriteAsync(Where where, string path, ExportQuestion question, CancellationToken cancellation)
    {
        // Opened before anything is asked: a folder that cannot be written to is told at once.
        await using var file = new FileStream(path, FileMode.Create, FileAccess.Write);
        await using var session = await ServerSession.OpenAsync(where, cancellation);
        return await ProgressBar.ShowAsync("Exporting", shown: !where.Json, progress =>
        {
            progress.Report((0, "working it out"));
            return session.Client.ExportAsync(question, file, new Copied(progress), cancellation);
        });
    }

    static void Say(Where where, string path, ExportSummary summary)
    {
        if (where.Json)
        {
            Output.Json(summary, WireJson.Default.ExportSummary);
            return;
        }

        var labels = summary.What == "events" ? "" : string.Create(
            CultureInfo.InvariantCulture, $" of {summary.RowsOf}, {summary.Positives} with the label 1; {summary.Unripe} moments left out, whose window had not ended");
        Output.Line(string.Create(CultureInfo.InvariantCulture, $"{path}: {summary.Rows} {summary.What}{labels}. As of {Instant(summary.AsOf)}, log place {summary.Watermark}."));
    }

    static string NothingToExport(ExportSummary summary) => summary switch
    {
        { Interactions: 0 } => $"there is no interaction before {Instant(summary.AsOf)}. attune import brings some; --as-of may be later.",
        { Unripe: > 0 } => $"no window of {summary.LabelWindowSeconds} s had ended by {Instant(summary.AsOf)}: the history reaches from {Instant(summary.First!.Value)} to {Instant(summary.Last!.Value)}. Give a shorter --label-window or a later --as-of.",
        _ => $"no {summary.RowsOf} before {Instant(summary.AsOf)}. Give --rows positives, or --what events.",
    };

    static string Instant(DateTimeOffset instant) => instant.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFF'Z'", CultureInfo.InvariantCulture);

    sealed class Copied(IProgress<(double Share, string? Stage)> shown) : IProgress<double>
    {
        public void Report(double value) => shown.Report((value, "writing"));
    }
}
