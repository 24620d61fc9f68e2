using Attune.Events;

namespace Attune.Embedded.Importing;

/// <summary>Gathers one chunk.</summary>
sealed class ChunkBuilder
{
    const int LongestValue = 64;

    readonly Dictionary<string, long> _leftOut = [];

    public List<ImportedRecord> Items { get; } = [];

    public List<ImportedRecord> Users { get; } = [];

    public List<UserEvent> Events { get; } = [];

    public List<ImportRefusal> Refusals { get; } = [];

    /// <summary>Counts a row that is passed over.</summary>
    public void LeaveOut(string reason) => _leftOut[reason] = _leftOut.GetValueOrDefault(reason) + 1;

    public ImportChunk ToChunk(long rowsRead, long rowsTotal) => new(Items, Users, Events, Refusals, _leftOut, rowsRead, rowsTotal);

    /// <summary>A value as it may stand in a refusal.</summary>
    public static string Cut(string value) => value.Length <= LongestValue ? value : value[..LongestValue];
}
