using System.CommandLine;
using System.Globalization;
using Attune.Client.Wire;
using Attune.Tuning;

namespace Attune.Server.Commands;

/// <summary><c>attune tune</c>: searches a better training plan on the own history; <c>--show</c> tells of the last search.</summary>
static class TuneCommand
{
    public static Verb Create()
    {
        var where = new WhereOptions();
        var budget = new Option<string?>("--budget") { Description = "How long may be searched, as 90s, 10m, 1h30m; otherwise as the settings have it (5m)." };
        var show = new Option<bool>("--show") { Description = "Search nothing; show what the last tuning tried, and why it chose." };
        var command = new Verb(
            "tune",
            "Race models and settings on the own history and plan the next trainings by the winner.",
            "attune tune --budget 10m",
            "attune tune --show") { budget, show };
        where.AddTo(command);
        command.SetAction((parsed, cancellation) => parsed.GetValue(show)
            ? ShowAsync(where.Read(parsed), cancellation)
            : RunAsync(where.Read(parsed), Budget(parsed.GetValue(budget)), cancellation));
        return command;
    }

    static async Task<int> RunAsync(Where where, TimeSpan? budget, CancellationToken cancellation)
    {
        await using var session = await ServerSession.OpenAsync(where, cancellation);
        var job = await JobProgress.FollowAsync(
            session.Client, await session.Client.StartTuningAsync(budget, cancellation), shown: !where.Json, cancellation);
        if (where.Json)
        {
            Output.Json(job, WireJson.Default.JobInfo);
        }
        else
        {
            Output.Line(job.Outcome ?? job.State);
        }

        return job.State == "done" ? ExitCode.Good : ExitCode.Failed;
    }

    static async Task<int> ShowAsync(Where where, CancellationToken cancellation)
    {
        await using var session = await ServerSession.OpenAsync(where, cancellation);
        var tuning = await session.Client.TuningAsync(cancellation);
        if (where.Json)
        {
            Output.Json(tuning, WireJson.Default.TuningInfo);
            return ExitCode.Good;
        }

        Output.Line(string.Create(CultureInfo.InvariantCulture, $"{tuning.At:yyyy-MM-dd HH:mm:ss'Z'}: {tuning.Verdict}"));
        foreach (var why in tuning.Why)
        {
            Output.Line("- " + why);
        }

        Output.Line();
        Output.Table(["", "model", "NDCG", "s", "settings", "why"], [.. tuning.Trials.Select(Row)]);
        return ExitCode.Good;
    }

    static IReadOnlyList<string> Row(TrialInfo trial) =>
    [
        trial.Kept ? "*" : "",
        trial.Model,
        trial.Ndcg?.ToString("0.0000", CultureInfo.InvariantCulture) ?? "",
        trial.Seconds.ToString("0.00", CultureInfo.InvariantCulture),
        string.Join(", ", trial.Settings.Select(setting => FormattableString.Invariant($"{setting.Key} {setting.Value:0.######}"))),
        trial.Why,
    ];

    static TimeSpan? Budget(string? text) => text is null ? null
        : BudgetText.TryParse(text, out var budget) && budget >= TimeSpan.FromSeconds(1) ? budget
        : throw new UsageException($"--budget has '{text}'; it must be 1 second to a day, as 90s, 10m or 1h30m.");
}
