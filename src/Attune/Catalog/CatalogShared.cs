using Attune.Filtering;

namespace Attune.Catalog;

/// <summary>What all snapshots of one catalog share: the dictionary of texts, filters compiled, and filters' answers.</summary>
sealed class CatalogShared
{
    internal NumberedTexts Texts { get; } = new();

    /// <summary>The items' ids, by ordinal.</summary>
    internal NumberedTexts Ids { get; } = new();

    /// <summary>The users whose properties filters may name; null where there are none.</summary>
    internal UserDirectory? Users { get; set; }

    internal CompiledFilters Compiled { get; } = new(1024);

    internal FilterCache Filters { get; } = new(256);
}

/// <summary>For each chunk of ordinals, the number of the write that changed it last.</summary>
/// <param name="Current">The number of the last write.</param>
/// <param name="ByChunk">A number each; a chunk beyond the end never changed.</param>
sealed record ChunkVersions(long Current, long[] ByChunk)
{
    internal bool ChangedSince(int chunk, long version) => chunk < ByChunk.Length && ByChunk[chunk] > version;
}
