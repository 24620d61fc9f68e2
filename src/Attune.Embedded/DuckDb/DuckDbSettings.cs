using Attune.Operating;

namespace Attune.Embedded.DuckDb;

/// <summary>What one DuckDB database may use.</summary>
public sealed record DuckDbSettings
{
    /// <summary>Most memory for data and queries, in bytes; beyond it DuckDB spills to disk or fails. 64 MiB to 1 TiB; default 1 GiB.</summary>
    public long MemoryBytes { get; init; } = 1L << 30;

    /// <summary>Threads that queries share, the caller's included; 0 = one a core. 0 to 1 024; default 0.</summary>
    public int Threads { get; init; }

    /// <summary>True where SQL may read and write files; false, the default, confines it to the database.</summary>
    internal bool Files { get; init; }

    /// <summary>What is wrong, a sentence a field; empty where nothing is.</summary>
    public IReadOnlyList<string> Faults() =>
        new SettingFaults("history").Within(MemoryBytes, 64L << 20, 1L << 40).Within(Threads, 0, 1_024).Found;

    internal IEnumerable<(string Name, string Value)> Options()
    {
        SettingFaults.Refuse(Faults());
        yield return ("memory_limit", FormattableString.Invariant($"{MemoryBytes / 1024}KiB"));
        yield return ("threads", FormattableString.Invariant($"{(Threads == 0 ? Environment.ProcessorCount : Threads)}"));
        yield return ("enable_external_access", Files ? "true" : "false");

        // Extensions would be fetched from the network; what is needed is built in.
        yield return ("autoinstall_known_extensions", "false");
        yield return ("autoload_known_extensions", "false");
    }
}
