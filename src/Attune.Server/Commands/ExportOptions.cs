using System.CommandLine;
using System.Globalization;
using Attune.Client.Wire;

namespace Attune.Server.Commands;

/// <summary>The options that say which training set is written, and where to.</summary>
sealed class ExportOptions
{
    const int LongestWindow = 365 * 86_400;

    readonly Argument<string> _file = new("file") { Description = "The Parquet file to write." };
    readonly Option<string> _what = new("--what") { Description = "examples: a user and an item at a moment, what was known, what came of it. events: the interactions.", DefaultValueFactory = _ => "examples" };
    readonly Option<string?> _asOf = new("--as-of") { Description = "No event at or after this instant is in the file, as 2026-11-01 or 2026-11-01T12:00:00Z; now where not given." };
    readonly Option<string?> _labelWindow = new("--label-window") { Description = "How long after its moment a label looks, as 30m, 12h or 7d; 30m where not given." };
    readonly Option<string> _rows = new("--rows") { Description = "impressions, positives (with drawn items beside them), or auto: impressions where there are any.", DefaultValueFactory = _ => "auto" };
    readonly Option<int> _negatives = new("--negatives") { Description = "Items drawn beside each positive, 0 to 100.", DefaultValueFactory = _ => 4 };
    readonly Option<int> _seed = new("--seed") { Description = "Seed of what is drawn.", DefaultValueFactory = _ => 1 };
    readonly Option<bool> _force = new("--force") { Description = "Write over a file that is there." };

    public void AddTo(Command command)
    {
        _what.AcceptOnlyFromAmong("examples", "events");
        _rows.AcceptOnlyFromAmong("auto", "impressions", "positives");
        command.Arguments.Add(_file);
        foreach (var option in (Option[])[_what, _asOf, _labelWindow, _rows, _negatives, _seed, _force])
        {
            command.Options.Add(option);
        }
    }

    public string ReadFile(ParseResult parsed)
    {
        var path = parsed.GetRequiredValue(_file);
        return !File.Exists(path) || parsed.GetValue(_force)
            ? path
            : throw new UsageException($"{path} is there already; --force writes over it.");
    }

    public ExportQuestion ReadQuestion(ParseResult parsed) => new()
    {
        What = parsed.GetRequiredValue(_what),
        AsOf = parsed.GetValue(_asOf) is { } text ? InstantText.Read(_asOf.Name, text) : null,
        LabelWindowSeconds = parsed.GetValue(_labelWindow) is { } window ? Seconds(window) : null,
        Rows = parsed.GetRequiredValue(_rows),
        Negatives = parsed.GetValue(_negatives),
        Seed = parsed.GetValue(_seed),
    };

    static int Seconds(string text)
    {
        var unit = text.Length == 0 ? 0 : text[^1] switch { 's' => 1, 'm' => 60, 'h' => 3_600, 'd' => 86_400, _ => 0 };
        return unit > 0 && int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number > 0 && (long)number * unit <= LongestWindow
                ? number * unit
                : throw new UsageException($"--label-window has '{text}'; it must be above 0 and up to 365 days, as 30m, 12h or 7d.");
    }
}
