using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Attune.Peers;

/// <summary>Ours beside one peer.</summary>
/// <param name="What">What both did.</param>
/// <param name="Threads">Threads of each.</param>
/// <param name="Peer">Whose.</param>
/// <param name="Ours">Our times.</param>
/// <param name="Theirs">The peer's.</param>
/// <param name="Remark">Quality, throughput.</param>
sealed record Result(string What, int Threads, string Peer, Timing Ours, Timing Theirs, string Remark);

/// <summary>The table of a run, with the machine and the commit it was made on.</summary>
static class Report
{
    public static string Render(IReadOnlyList<Result> results, string command, DateTimeOffset at)
    {
        var text = new StringBuilder();
        text.AppendLine("# Beside peers").AppendLine();
        text.AppendLine(CultureInfo.InvariantCulture, $"{at:yyyy-MM-dd}, commit {Commit()}, {Environment.ProcessorCount} cores ({Processor()}), .NET {Environment.Version}, load average {Load()}.");
        text.AppendLine(CultureInfo.InvariantCulture, $"Command: `{command.TrimEnd()}`. Measured in turn in one process; medians; CPU time is of all threads.").AppendLine();
        text.AppendLine("| what | threads | peer | ours | peer's | ours / peer's | CPU, ours / peer's | |");
        text.AppendLine("|---|---|---|---|---|---|---|---|");
        foreach (var result in results)
        {
            text.AppendLine(Row(result));
        }

        return text.ToString();
    }

    public static string Row(Result result) => string.Create(
        CultureInfo.InvariantCulture,
        $"| {result.What} | {result.Threads} | {result.Peer} | {Time(result.Ours.Wall)} | {Time(result.Theirs.Wall)} | {result.Ours.Wall / result.Theirs.Wall:0.00} | {result.Ours.Cpu / result.Theirs.Cpu:0.00} | {result.Remark} |");

    static string Time(TimeSpan time) => time.TotalSeconds >= 1
        ? string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.00} s")
        : string.Create(CultureInfo.InvariantCulture, $"{time.TotalMilliseconds:0.0} ms");

    static string Commit()
    {
        using var git = Process.Start(new ProcessStartInfo("git", "rev-parse --short HEAD") { RedirectStandardOutput = true })!;
        return git.StandardOutput.ReadToEnd().Trim();
    }

    static string Load() => File.Exists("/proc/loadavg") ? File.ReadAllText("/proc/loadavg").Split(' ')[0] : "?";

    static string Processor() => File.Exists("/proc/cpuinfo")
        ? File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':')[1].Trim() ?? "?"
        : "?";
}
