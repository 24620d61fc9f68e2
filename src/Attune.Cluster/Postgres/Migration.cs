using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Attune.Cluster.Postgres;

/// <summary>One step of the schema: a file of statements, numbered, that is never changed once it was released.</summary>
/// <param name="Number">From 1 without gaps.</param>
/// <param name="Name">The file's name.</param>
/// <param name="Sql">The statements; the first line says whether the version before goes on working after them.</param>
sealed record Migration(int Number, string Name, string Sql)
{
    const string Folder = "migrations/";
    const string Mark = "-- compatible: ";

    /// <summary>The steps of this version, in order.</summary>
    public static IReadOnlyList<Migration> All { get; } = [.. Read().OrderBy(migration => migration.Number)];

    /// <summary>True where a node that does not know this step may go on.</summary>
    public bool Compatible => Sql.Split('\n', 2)[0].Trim() switch
    {
        Mark + "yes" => true,
        Mark + "no" => false,
        var line => throw new InvalidDataException($"Migration {Name} begins with '{line}'; it must be '{Mark}yes' or '{Mark}no'."),
    };

    /// <summary>SHA-256 of the statements, in hex.</summary>
    public string Checksum => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Sql)));

    static IEnumerable<Migration> Read()
    {
        var assembly = typeof(Migration).Assembly;
        foreach (var resource in assembly.GetManifestResourceNames().Where(name => name.StartsWith(Folder, StringComparison.Ordinal)))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
            var name = resource[Folder.Length..];
            yield return new(int.Parse(name.AsSpan(0, 4), CultureInfo.InvariantCulture), name, reader.ReadToEnd());
        }
    }
}
