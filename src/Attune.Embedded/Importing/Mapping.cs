using Attune.Embedded.DuckDb;
using Attune.Events;

namespace Attune.Embedded.Importing;

/// <summary>Turns a mapping of columns into a pass: what is told is taken, the rest guessed by the columns' names.</summary>
sealed class Mapping
{
    readonly ImportSettings _settings;
    readonly string _path;
    readonly Dictionary<string, string> _types;
    readonly List<string> _columns;

    Mapping(DuckConnection connection, string path, ImportSettings settings)
    {
        (_path, _settings) = (path, settings);
        (_columns, _types) = Describe(connection, SourceSql.Of(path, settings, typed: false, rejects: null));
    }

    /// <summary>The pass over one file.</summary>
    /// <exception cref="ImportException">A column is not there, a field is not known, or one that is needed is not found.</exception>
    public static ImportPass Of(DuckConnection connection, string path, ImportSettings settings, int number)
    {
        var mapping = new Mapping(connection, path, settings);
        var rejects = SourceSql.FormatOf(path, settings.Format) is "csv" or "tsv" ? $"rejects{number}" : null;
        var pass = new ImportPass
        {
            Path = path,
            Kind = settings.Kind,
            From = SourceSql.Of(path, settings, typed: false, rejects),
            Countable = SourceSql.Of(path, settings, typed: false, rejects is null ? null : rejects + "_count"),
            Fields = new Dictionary<ImportField, string>(),
            Rejects = rejects,
            LeftOut = settings.Where is null ? [] : [("not chosen", $"NOT coalesce(({settings.Where}), false)")],
        };
        return settings.Kind == ImportKind.Events ? mapping.Events(connection, pass) : mapping.Records(connection, pass);
    }

    ImportPass Events(DuckConnection connection, ImportPass pass)
    {
        var fields = new Dictionary<ImportField, string>();
        foreach (var field in Enum.GetValues<ImportField>())
        {
            var told = _settings.Map.GetValueOrDefault(NameOf(field));
            if ((told ?? ColumnNames.Of(field, _columns)) is { } column)
            {
                fields[field] = Expression(field, column);
            }
        }

        if (!fields.ContainsKey(ImportField.Type))
        {
            var value = _settings.Map.GetValueOrDefault(NameOf(ImportField.Value)) ?? ColumnNames.Of(ImportField.Value, _columns);
            fields[ImportField.Type] = value is not null && ColumnNames.SaysRating(value) ? "'rating'" : "'view'";
        }

        Require(fields.ContainsKey(ImportField.User) || fields.ContainsKey(ImportField.Session), "user or session");
        Require(fields.ContainsKey(ImportField.Time), "time");
        var timeColumn = _settings.Map.GetValueOrDefault("time") ?? ColumnNames.Of(ImportField.Time, _columns)!;
        return pass with
        {
            Fields = fields,
            Micros = TimeSql.Micros(fields[ImportField.Time], _types.GetValueOrDefault(timeColumn, "VARCHAR"), _settings.TimeFormat),
            Properties = ItemProperties(connection),
        };
    }

    ImportPass Records(DuckConnection connection, ImportPass pass)
    {
        var id = _settings.Map.GetValueOrDefault("id") ?? ColumnNames.Id(_settings.Kind, _columns);
        Require(id is not null, "id");
        var told = _settings.Map.Where(pair => pair.Key != "id").Select(pair => (pair.Key, Column(pair.Value))).ToList();
        var properties = told.Count > 0 ? told : [.. _columns.Where(column => column != id).Select(column => (column, column))];
        var field = _settings.Kind == ImportKind.Items ? ImportField.Item : ImportField.User;
        return pass with
        {
            Fields = new Dictionary<ImportField, string> { [field] = Id(Column(id!)) },
            Properties = PropertySql.Object(properties, TypesOfCells(connection)),
        };
    }

    string ItemProperties(DuckConnection connection)
    {
        const string Prefix = "item.";
        var properties = new List<(string, string)>();
        foreach (var (field, column) in _settings.Map)
        {
            if (field.StartsWith(Prefix, StringComparison.Ordinal))
            {
                properties.Add((field[Prefix.Length..], Column(column)));
            }
            else if (!Enum.GetValues<ImportField>().Any(known => NameOf(known) == field))
            {
                throw new ImportException(
                    $"The field '{field}' is not known; it is one of "
                    + $"{string.Join(", ", Enum.GetValues<ImportField>().Select(NameOf))}, or item.NAME.");
            }
        }

        // A column that is called item.NAME says itself what it is.
        properties.AddRange(_columns
            .Where(column => column.StartsWith(Prefix, StringComparison.Ordinal) && column.Length > Prefix.Length && !_settings.Map.ContainsKey(column))
            .Select(column => (column[Prefix.Length..], column)));
        return properties.Count == 0 ? "NULL" : PropertySql.Object(properties, TypesOfCells(connection));
    }

    // Properties are typed, so the cells are looked at once more, all of them.
    Dictionary<string, string> TypesOfCells(DuckConnection connection) =>
        Describe(connection, SourceSql.Of(_path, _settings, typed: true, rejects: null)).Types;

    string Expression(ImportField field, string column)
    {
        if (column is ['\'', .., '\''])
        {
            return SourceSql.Text(column[1..^1]);
        }

        if (field == ImportField.Type && !_columns.Contains(column) && EventType.TryParse(column, out var type))
        {
            return SourceSql.Text(type.Name);
        }

        return field is ImportField.User or ImportField.Session or ImportField.Item ? Id(Column(column)) : Cell(Column(column));
    }

    // A whole number that was read as a fraction (an id column with gaps, from some tools) is written as whole.
    string Id(string column) => _types[column] is "DOUBLE" or "FLOAT"
        ? $"coalesce(TRY_CAST({SourceSql.Name(column)} AS BIGINT)::VARCHAR, {SourceSql.Name(column)}::VARCHAR)"
        : Cell(column);

    // Where cells of a JSON column are of several types it is of type JSON, and a text would come with its quotes.
    string Cell(string column) => _types[column] == "JSON" ? $"({SourceSql.Name(column)} ->> '$')" : SourceSql.Name(column);

    string Column(string name) => _types.ContainsKey(name)
        ? name
        : throw new ImportException($"{_path} has no column '{name}'; it has {string.Join(", ", _columns)}.");

    void Require(bool found, string field)
    {
        if (!found)
        {
            throw new ImportException(
                $"{_path}: no column was found for {field}; name it in the mapping. The columns are {string.Join(", ", _columns)}.");
        }
    }

    static string NameOf(ImportField field) => field.ToString().ToLowerInvariant();

    static (List<string> Names, Dictionary<string, string> Types) Describe(DuckConnection connection, string from)
    {
        var names = new List<string>();
        var types = new Dictionary<string, string>(StringComparer.Ordinal);
        using var result = connection.Query($"SELECT column_name, column_type FROM (DESCRIBE SELECT * FROM {from})");
        while (result.Read())
        {
            for (var row = 0; row < result.RowCount; row++)
            {
                names.Add(result.Texts(0).String(row));
                types[names[^1]] = result.Texts(1).String(row);
            }
        }

        return (names, types);
    }
}
