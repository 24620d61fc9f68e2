using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Attune.Operating.Checking;
using Attune.Server.Commands.Doctor;
using Attune.Server.Hosting;

namespace Attune.Server.Commands;

/// <summary><c>attune doctor</c>: what is wrong with what a data directory stands on, and what to do.</summary>
static class DoctorCommand
{
    public static Verb Create()
    {
        var data = new Option<string>("--data") { Description = "The data directory; it may be in use.", DefaultValueFactory = _ => "./data" };
        var seconds = new Option<double>("--seconds") { Description = "The longest a check may take.", DefaultValueFactory = _ => 10 };
        var json = new Option<bool>("--json") { Description = "Answer in JSON." };
        var command = new Verb(
            "doctor",
            "Look at everything the data directory stands on, and say what is wrong and what to do. Ends with 0, 1 for warnings, 2 for errors.",
            "attune doctor --data ./data") { data, seconds, json };
        command.SetAction((parsed, cancellation) =>
            RunAsync(parsed.GetRequiredValue(data), Output.Duration(parsed.GetValue(seconds)), parsed.GetValue(json), cancellation));
        return command;
    }

    static async Task<int> RunAsync(string data, TimeSpan time, bool json, CancellationToken cancellation)
    {
        if (!Directory.Exists(data))
        {
            throw new DirectoryNotFoundException($"There is no data directory {Path.GetFullPath(data)}.");
        }

        var found = await FindAsync(data, time, cancellation);
        var worst = found.Max(finding => finding.Severity);
        if (json)
        {
            Output.Json(new JsonObject { ["worst"] = worst.Word(), ["findings"] = new JsonArray([.. found.Select(Json)]) });
        }
        else
        {
            Say(found);
        }

        return (int)worst;
    }

    static async Task<IReadOnlyList<Finding>> FindAsync(string data, TimeSpan time, CancellationToken cancellation)
    {
        try
        {
            var settings = SettingsFile.Read(Path.Combine(data, SettingsFile.Name));
            return await CheckUp.RunAsync(DoctorChecks.Of(data, settings, time, TimeProvider.System), time, TimeProvider.System, cancellation);
        }
        catch (ServerOptionsException wrong)
        {
            return new Findings("settings").Fail($"{wrong.Message}", "No server starts on this directory.", "Mend what it names; docs/settings.md has the ranges.").All;
        }
    }

    static void Say(IReadOnlyList<Finding> found)
    {
        foreach (var finding in found.OrderByDescending(finding => finding.Severity))
        {
            Output.Line($"{finding.Severity.Word(),-8}{finding.About,-11}{finding.What}");
            if (finding.Severity > Severity.Good)
            {
                Output.Line($"{"",19}{finding.Why}");
                Output.Line($"{"",17}> {finding.Remedy}");
            }
        }

        Output.Line();
        Output.Line(string.Create(
            CultureInfo.InvariantCulture,
            $"{found.Count(finding => finding.Severity == Severity.Error)} errors, {found.Count(finding => finding.Severity == Severity.Warning)} warnings, {found.Count(finding => finding.Severity == Severity.Good)} good."));
    }

    static JsonObject Json(Finding finding) => new()
    {
        ["severity"] = finding.Severity.Word(),
        ["about"] = finding.About,
        ["what"] = finding.What,
        ["why"] = finding.Why,
        ["remedy"] = finding.Remedy,
    };
}
