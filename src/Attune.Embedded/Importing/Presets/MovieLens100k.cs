namespace Attune.Embedded.Importing.Presets;

/// <summary>
/// MovieLens 100k, as GroupLens publishes it: a folder with <c>u.item</c> (films), <c>u.user</c> (people) and <c>u.data</c>
/// (ratings).
/// </summary>
/// <remarks>
/// Items: title, year, releaseDate, genres (of 19), url. Users: age, gender, occupation, zip. Events: a rating with its value 1 to
/// 5, in the order of time, because the file is in none; the row number of an event id counts in that order.
/// </remarks>
static class MovieLens100k
{
    public const string Name = "ml-100k";

    static readonly string[] Genres =
    [
        "unknown", "Action", "Adventure", "Animation", "Children's", "Comedy", "Crime", "Documentary", "Drama", "Fantasy",
        "Film-Noir", "Horror", "Musical", "Mystery", "Romance", "Sci-Fi", "Thriller", "War", "Western",
    ];

    /// <summary>Films, people, ratings; a folder without films or people gives the ratings alone.</summary>
    public static IReadOnlyList<ImportPass> Passes(string path)
    {
        var folder = Directory.Exists(path) ? path : Path.GetDirectoryName(Path.GetFullPath(path))!;
        string[] files = ["u.item", "u.user", "u.data"];
        if (!File.Exists(Path.Combine(folder, files[2])))
        {
            throw new ImportException($"{folder} has no u.data; the preset {Name} reads a folder with u.data, u.item and u.user.");
        }

        return [.. files.Select(file => Path.Combine(folder, file)).Where(File.Exists).Select(Pass)];
    }

    static ImportPass Pass(string path) => Path.GetFileName(path) switch
    {
        "u.item" => Items(path),
        "u.user" => Users(path),
        _ => Ratings(path),
    };

    static ImportPass Items(string path)
    {
        var source = Read(path, "|", "latin-1", 24);
        var genres = string.Join(", ", Genres.Select((genre, index) => $"CASE WHEN c{index + 5} = '1' THEN {SourceSql.Text(genre)} END"));
        return new ImportPass
        {
            Path = path,
            Kind = ImportKind.Items,
            From = source,
            Countable = source,
            Fields = new Dictionary<ImportField, string> { [ImportField.Item] = "c0" },
            Properties = PropertySql.Object(
            [
                ("title", "c1"),
                ("year", @"TRY_CAST(nullif(regexp_extract(c1, '\((\d{4})\)\s*$', 1), '') AS INTEGER)"),
                ("releaseDate", "strftime(TRY_STRPTIME(c2, '%d-%b-%Y'), '%Y-%m-%dT00:00:00Z')"),
                ("genres", $"list_filter([{genres}], genre -> genre IS NOT NULL)"),
                ("url", "nullif(c4, '')"),
            ]),
        };
    }

    static ImportPass Users(string path)
    {
        var source = Read(path, "|", "utf-8", 5);
        return new ImportPass
        {
            Path = path,
            Kind = ImportKind.Users,
            From = source,
            Countable = source,
            Fields = new Dictionary<ImportField, string> { [ImportField.User] = "c0" },
            Properties = PropertySql.Object(
                [("age", "TRY_CAST(c1 AS INTEGER)"), ("gender", "c2"), ("occupation", "c3"), ("zip", "c4")]),
        };
    }

    static ImportPass Ratings(string path)
    {
        var source = Read(path, "\t", "utf-8", 4);
        return new ImportPass
        {
            Path = path,
            Kind = ImportKind.Events,
            From = $"{source} ORDER BY c3::BIGINT, c0::INTEGER, c1::INTEGER",
            Countable = source,
            Fields = new Dictionary<ImportField, string>
            {
                [ImportField.Type] = "'rating'",
                [ImportField.User] = "c0",
                [ImportField.Item] = "c1",
                [ImportField.Value] = "c2",
                [ImportField.Time] = "c3",
            },
            Micros = TimeSql.Micros("c3", "VARCHAR", "epoch_s"),
        };
    }

    static string Read(string path, string delimiter, string encoding, int columns)
    {
        var names = string.Join(", ", Enumerable.Range(0, columns).Select(column => $"'c{column}': 'VARCHAR'"));
        return $"read_csv({SourceSql.Text(path)}, header = false, quote = '', delim = {SourceSql.Text(delimiter)}, "
            + $"encoding = '{encoding}', auto_detect = false, columns = {{{names}}})";
    }
}
