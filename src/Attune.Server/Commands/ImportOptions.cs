using System.CommandLine;
using Attune.Embedded.Importing;

namespace Attune.Server.Commands;

/// <summary>The options that say which files are imported and how their columns are understood.</summary>
sealed class ImportOptions
{
    readonly Argument<string[]> _files = new("files") { Description = "Files, or a data set's folder with --preset.", Arity = ArgumentArity.OneOrMore };
    readonly Option<string?> _preset = new("--preset") { Description = "A data set whose shape is known: ml-100k or online-retail." };
    readonly Option<string> _kind = new("--kind") { Description = "What the rows are: events, items or users.", DefaultValueFactory = _ => "events" };
    readonly Option<string?> _format = new("--format") { Description = "csv, tsv, json or parquet; told by the file's name where not given." };
    readonly Option<string?> _map = new("--map") { Description = "Fields to columns, as user=CustomerID,item=StockCode,type='purchase',item.name=Description." };
    readonly Option<string?> _time = new("--time-format") { Description = "epoch_s, epoch_ms, epoch_us, or a pattern as '%d/%m/%Y %H:%M'." };
    readonly Option<bool> _noHeader = new("--no-header") { Description = "The first line is data; columns are column0, column1, …" };
    readonly Option<string?> _delimiter = new("--delimiter") { Description = "What separates cells; looked for where not given." };
    readonly Option<string?> _condition = new("--where") { Description = "An SQL condition over the columns; other rows are left out and counted." };

    public void AddTo(Command command)
    {
        command.Arguments.Add(_files);
        _kind.AcceptOnlyFromAmong("events", "items", "users");
        foreach (var option in (Option[])[_preset, _kind, _format, _map, _time, _noHeader, _delimiter, _condition])
        {
            command.Options.Add(option);
        }
    }

    public ImportSettings Read(ParseResult parsed) => new()
    {
        Paths = parsed.GetRequiredValue(_files),
        Preset = parsed.GetValue(_preset),
        Kind = Enum.Parse<ImportKind>(parsed.GetRequiredValue(_kind), ignoreCase: true),
        Format = parsed.GetValue(_format),
        Map = parsed.GetValue(_map) is { } map ? ImportSettings.ParseMap(map) : new Dictionary<string, string>(),
        TimeFormat = parsed.GetValue(_time),
        Header = !parsed.GetValue(_noHeader),
        Delimiter = parsed.GetValue(_delimiter),
        Where = parsed.GetValue(_condition),
    };
}
