using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Attune.Load;

/// <summary>The table of a run, with the machine and the commit it was made on.</summary>
static class Report
{
    public static string Render(IReadOnlyList<Measurement> measurements, string command, DateTimeOffset at, string title = "# Load")
    {
        var text = new StringBuilder();
        text.AppendLine(title).AppendLine();
        text.AppendLine(CultureInfo.InvariantCulture, $"{at:yyyy-MM-dd}, commit {Commit()}, {Environment.ProcessorCount} cores ({Processor()}), .NET {Environment.Version}, load generator on the same cores.");
        text.AppendLine(CultureInfo.InvariantCulture, $"Command: `{command}`").AppendLine();
        text.AppendLine("| what | figure | bar | met |").AppendLine("|---|---|---|---|");
        foreach (var row in measurements)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"| {row.What} | {row.Figure} | {row.Bar} | {row.Met switch { true => "yes", false => "**no**", null => "" }} |");
        }

        return text.ToString();
    }

    static string Commit()
    {
        using var git = Process.Start(new ProcessStartInfo("git", "rev-parse --short HEAD") { RedirectStandardOutput = true })!;
        return git.StandardOutput.ReadToEnd().Trim();
    }

    static string Processor() => File.Exists("/proc/cpuinfo")
        ? File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':')[1].Trim() ?? "?"
        : "?";
}
