using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Attune.Access;

namespace Attune.Cluster.Postgres;

/// <summary>The schema of a workspace, and the numbers of the locks that its nodes meet at.</summary>
/// <remarks>A prefix is at most 20 letters and a workspace 40: with quotes to spare within the 63 bytes of a PostgreSQL name.</remarks>
sealed class SchemaName
{
    static readonly SearchValues<char> PrefixLetters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789_");

    readonly string _name;

    SchemaName(string name) => _name = name;

    /// <summary>The name as it is.</summary>
    public string Plain => _name;

    /// <summary>The name as it stands in a statement.</summary>
    public string Quoted => $"\"{_name}\"";

    /// <summary>The lock under which everything is written: one writer at a time, so that numbers come in the order of commits.</summary>
    public long WriteLock => Lock("write");

    /// <summary>The lock under which the schema is brought up to date.</summary>
    public long MigrationLock => Lock("migrate");

    /// <summary>The lock that stands for a duty.</summary>
    public long DutyLock(string duty) => Lock("duty/" + duty);

    /// <summary>True where a prefix can begin a schema's name.</summary>
    public static bool IsPrefix(string prefix) =>
        prefix.Length is >= 1 and <= 20 && char.IsAsciiLetterLower(prefix[0]) && !prefix.AsSpan().ContainsAnyExcept(PrefixLetters);

    /// <summary>The schema of a workspace.</summary>
    /// <exception cref="ArgumentException">The workspace's name is none.</exception>
    public static SchemaName Of(string workspace, PostgresSettings settings) => WorkspaceName.IsValid(workspace)
        ? new(settings.SchemaPrefix + workspace)
        : throw new ArgumentException($"The workspace is called '{workspace}'; a name is {WorkspaceName.Rule}", nameof(workspace));

    // Locks are numbers of the whole database: with 64 bits of a hash two of them meet by chance never.
    long Lock(string what) => BinaryPrimitives.ReadInt64LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes($"attune/{_name}/{what}")));
}
