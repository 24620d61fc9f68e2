using System.CommandLine;
using System.Globalization;
using Attune.Evaluating;
using Attune.Evaluating.Datasets;
using Attune.Tuning;

namespace Attune.Server.Commands;

/// <summary>The options that say what is evaluated, and how.</summary>
sealed class EvaluateOptions
{
    static readonly EvaluationSettings Defaults = new();

    readonly Option<string?> _format = new("--format") { Description = "lightgcn, sequences, sessions or events." };
    readonly Option<string?> _train = new("--train") { Description = "The train file, plain or gzip; without it, the workspace's own history." };
    readonly Option<string?> _test = new("--test") { Description = "The test file, where the format has one." };
    readonly Option<string?> _validation = new("--validation") { Description = "A shipped validation file of sessions." };
    readonly Option<string?> _models = new("--models") { Description = $"Which, with commas: {string.Join(',', EvaluationSettings.KnownModels)}." };
    readonly Option<string> _factors = new("--factors") { Description = "Sizes of iALS, with commas: a row each.", DefaultValueFactory = _ => "64" };
    readonly Option<int> _k = new("--k") { Description = "Cut-off of the lists.", DefaultValueFactory = _ => Defaults.K };
    readonly Option<int> _seed = new("--seed") { Description = "Seed of everything random.", DefaultValueFactory = _ => Defaults.Seed };
    readonly Option<int> _seeds = new("--seeds") { Description = "Train what is random with so many seeds; figures are the means.", DefaultValueFactory = _ => Defaults.Seeds };
    readonly Option<string[]> _set = new("--set") { Description = "A model's setting as name=value, such as ials.unobservedWeight=0.015; may be given several times." };
    readonly Option<double> _holdOut = new("--hold-out") { Description = "Split in time: the share of the events held out.", DefaultValueFactory = _ => Defaults.HoldOut };
    readonly Option<bool> _tune = new("--tune") { Description = "Race the models on a validation part of train first: their settings, and a blend of them." };
    readonly Option<string> _budget = new("--budget") { Description = "With --tune: how long may be searched, as 90s, 10m, 1h30m.", DefaultValueFactory = _ => "5m" };
    readonly Option<bool> _onValidation = new("--on-validation") { Description = "Measure on the validation part, not on the test." };
    readonly Option<bool> _repeats = new("--repeats") { Description = "Split in time: items known before are to be found again." };
    readonly Option<bool> _trainOnValidation = new("--train-on-validation") { Description = "Sequences: train on the validation item as well." };
    readonly Option<string?> _columns = new("--columns") { Description = "Events: names of the columns of a file without a header, as user,item,rating,time." };

    public void AddTo(Command command)
    {
        _format.AcceptOnlyFromAmong("lightgcn", "sequences", "sessions", "events");
        foreach (var option in (Option[])[_format, _train, _test, _validation, _models, _factors, _k, _seed, _seeds, _set, _holdOut, _tune, _budget, _onValidation, _repeats, _trainOnValidation, _columns])
        {
            command.Options.Add(option);
        }
    }

    public DatasetSource? ReadSource(ParseResult parsed)
    {
        if (parsed.GetValue(_train) is not { } train)
        {
            return null;
        }

        var format = parsed.GetValue(_format) ?? throw new UsageException("--format is missing; it is lightgcn, sequences, sessions or events.");
        return new DatasetSource
        {
            Format = Enum.Parse<DatasetFormat>(format, ignoreCase: true),
            Train = train,
            Test = parsed.GetValue(_test),
            Validation = parsed.GetValue(_validation),
            Table = new EventTableSettings { Columns = parsed.GetValue(_columns)?.Split(',', StringSplitOptions.TrimEntries) },
        };
    }

    public EvaluationSettings ReadSettings(ParseResult parsed) => Defaults with
    {
        Models = parsed.GetValue(_models)?.Split(',', StringSplitOptions.TrimEntries) ?? Defaults.Models,
        Factors = [.. parsed.GetRequiredValue(_factors).Split(',').Select(Number)],
        K = parsed.GetValue(_k),
        Seed = parsed.GetValue(_seed),
        Seeds = parsed.GetValue(_seeds),
        ModelSettings = (parsed.GetValue(_set) ?? []).Select(Setting).ToDictionary(),
        HoldOut = parsed.GetValue(_holdOut),
        Tune = parsed.GetValue(_tune),
        Tuning = Defaults.Tuning with { Budget = Budget(parsed.GetRequiredValue(_budget)) },
        OnValidation = parsed.GetValue(_onValidation),
        Repeats = parsed.GetValue(_repeats),
        TrainOnValidation = parsed.GetValue(_trainOnValidation),
    };

    static TimeSpan Budget(string text) => BudgetText.TryParse(text, out var budget)
        ? budget
        : throw new UsageException($"--budget has '{text}'; it must be above 0 and up to a day, as 90s, 10m or 1h30m.");

    static KeyValuePair<string, double> Setting(string text)
    {
        var at = text.IndexOf('=', StringComparison.Ordinal);
        return at > 0 && double.TryParse(text.AsSpan(at + 1), NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            ? new(text[..at], value)
            : throw new UsageException($"--set has '{text}'; it must be name=value, such as ials.unobservedWeight=0.015.");
    }

    static int Number(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        ? number
        : throw new UsageException($"--factors has '{text}', which is no number.");
}
