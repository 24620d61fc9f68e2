namespace Attune.Embedded.DuckDb;

/// <summary>What one DuckDB database may use.</summary>
public sealed record DuckDbSettings
{
    /// <summary>Most memory for data and queries, in bytes; beyond it DuckDB spills to disk or fails. Default 1 GiB, at least 64 MiB.</summary>
    public long MemoryBytes { get; init; } = 1L << 30;

    /// <summary>Threads that queries share, the caller's included; 0, the default, is one a core.</summary>
    public int Threads { get; init; }

    /// <summary>True where SQL may read and write files; false, the default, confines it to the database.</summary>
    internal bool Files { get; init; }

    internal IEnumerable<(string Name, string Value)> Options()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(MemoryBytes, 64L << 20);
        ArgumentOutOfRangeException.ThrowIfNegative(Threads);
        yield return ("memory_limit", FormattableString.Invariant($"{MemoryBytes / 1024}KiB"));
        yield return ("threads", FormattableString.Invariant($"{(Threads == 0 ? Environment.ProcessorCount : Threads)}"));
        yield return ("enable_external_access", Files ? "true" : "false");

        // Extensions would be fetched from the network; what is needed is built in.
        yield return ("autoinstall_known_extensions", "false");
        yield return ("autoload_known_extensions", "false");
    }
}
