using Attune.Embedded.Answers;
using Attune.Embedded.DuckDb;
using Attune.Embedded.Log;

namespace Attune.Embedded;

/// <summary>The settings of the ports on one machine.</summary>
public sealed record EmbeddedSettings
{
    /// <summary>The segment log.</summary>
    public SegmentLogSettings Log { get; init; } = new();

    /// <summary>Answers on the disk.</summary>
    public AnswerFilesSettings Answers { get; init; } = new();

    /// <summary>The history's DuckDB.</summary>
    public DuckDbSettings History { get; init; } = new();

    /// <summary>The catalog's DuckDB: small, so that the history has the memory.</summary>
    public DuckDbSettings Catalog { get; init; } = new() { MemoryBytes = 256L << 20, Threads = 1 };
}
