using Attune.Learning.Factors;
using Attune.Learning.Features;
using Attune.Learning.Neighbors;
using Attune.Learning.Retrieval;

namespace Attune.Generations;

/// <summary>One trained, immutable, numbered set of models, mapped from its file and ready to serve.</summary>
/// <remarks>
/// <para><b>Row and ordinal.</b> A row is an item's place in the file; an ordinal is its number in the catalog, which profiles
/// and filters speak. Fold-in and neighbours speak rows; the scan speaks ordinals, so that a filter's bitmap applies as it
/// is.</para>
/// <para><b>Memory.</b> The tensors stay in the mapping; ids, both directions of the numbering and what
/// <see cref="ItemIndex"/> needs to be fast are on the heap.</para>
/// <para><b>Concurrency and lifetime.</b> Any number of readers; none may read after <see cref="Dispose"/>, which is why
/// requests reach a generation through a lease of <see cref="GenerationHolder"/>.</para>
/// </remarks>
public sealed class Generation : IDisposable
{
    readonly SafetensorsFile _file;
    readonly GenerationTensors _tensors;
    readonly OrdinalMap _map;

    Generation(SafetensorsFile file, GenerationManifest manifest, Func<string, int> ordinalOf)
    {
        _file = file;
        _tensors = GenerationTensors.Of(file);
        _map = new OrdinalMap(_tensors.ItemIds, ordinalOf);
        Manifest = manifest;
        var ranking = _tensors.Trend.IsEmpty ? Factors : Factors.Scaled(_tensors.Trend.Span);
        var retrieval = new RetrievalSettings();
        var queries = Rows > retrieval.ApproximateAbove ? RecallQueries.Of(FoldIn, Neighbors, Rows) : [];
        Scan = ItemIndex.Build(ranking, _map.Ordinals, _map.Size, retrieval, queries);
        Next = _tensors.Next is { } next ? new NextModel(next, _map, manifest) : null;
    }

    /// <summary>What it is, from what, and how good.</summary>
    public GenerationManifest Manifest { get; }

    /// <summary>How many items it knows.</summary>
    public int Rows => Factors.Items;

    /// <summary>One more than the highest ordinal it knows: the items of <see cref="Scan"/>.</summary>
    public int Ordinals => _map.Size;

    /// <summary>The factor model, by row.</summary>
    public ItemFactors Factors => _tensors.Taste.Items;

    /// <summary>By row: what the factor model's scores are multiplied by, as <see cref="Scan"/> does (ADR 0010); empty = by nothing.</summary>
    public ReadOnlySpan<float> Trend => _tensors.Trend.Span;

    /// <summary>The item-to-item model, by row, its scores times the trend of the neighbour.</summary>
    public NeighborLists Neighbors => _tensors.Neighbors;

    /// <summary>What goes with an item rather than instead of it, by row, scores times the trend; null where nothing was bought.</summary>
    public NeighborLists? Complements => _tensors.Complements;

    /// <summary>By row: how often a buyer of the item buys it again; empty where nothing was bought.</summary>
    public ReadOnlySpan<float> RepeatRates => _tensors.RepeatRates.Span;

    /// <summary>By row: the usual time between two purchases of one buyer, in seconds; empty with <see cref="RepeatRates"/>.</summary>
    public ReadOnlySpan<float> RepeatIntervals => _tensors.RepeatIntervals.Span;

    /// <summary>Makes a user's vector; items are rows.</summary>
    public IFoldIn FoldIn => _tensors.Taste.FoldIn;

    /// <summary>Places items the generation does not know by what they are; null where it has no such map.</summary>
    public FeatureMap? Features => _tensors.Features;

    /// <summary>Finds the best items for a user's vector; items are ordinals, and those it does not know are never returned.</summary>
    public ItemIndex Scan { get; }

    /// <summary>What comes next, by learned vectors; null where the generation says nothing of it.</summary>
    internal NextModel? Next { get; }

    /// <summary>By row: summed strength of all interactions, faded by age at the time of training.</summary>
    public ReadOnlySpan<float> Popularity => _tensors.Popularity.Span;

    /// <summary>Maps a generation's file, after proving that it is the one the manifest describes.</summary>
    /// <param name="path">The file.</param>
    /// <param name="manifest">Its manifest; the checksum and the length must be in it.</param>
    /// <param name="ordinalOf">The ordinal of an item's id; −1 for an item that has none, which is then never returned.</param>
    /// <exception cref="CorruptGenerationException">The file is not the manifest's, or is no generation.</exception>
    public static Generation Load(string path, GenerationManifest manifest, Func<string, int> ordinalOf)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        ArgumentNullException.ThrowIfNull(ordinalOf);
        Verify(path, manifest);
        var file = SafetensorsFile.Open(path);
        try
        {
            return new Generation(file, manifest, ordinalOf);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>The ids of a file's items, by row. The file's checksum is not looked at.</summary>
    /// <exception cref="CorruptGenerationException">The file is no generation.</exception>
    internal static string[] ReadItemIds(string path)
    {
        using var file = SafetensorsFile.Open(path);
        return GenerationTensors.Of(file).ItemIds;
    }

    /// <summary>The row of an item; −1 where the generation does not know it.</summary>
    public int RowOf(int ordinal) => _map.RowOf(ordinal);

    /// <summary>The ordinal of a row's item; −1 where it has none.</summary>
    public int OrdinalOf(int row) => _map.OrdinalOf(row);

    /// <summary>The id of a row's item.</summary>
    public string IdOf(int row) => _tensors.ItemIds[row];

    /// <summary>Every row by its item's id.</summary>
    internal Dictionary<string, int> RowsById()
    {
        var rows = new Dictionary<string, int>(Rows);
        for (var row = 0; row < Rows; row++)
        {
            rows[_tensors.ItemIds[row]] = row;
        }

        return rows;
    }

    /// <summary>The rows of the items most like a row's, best first.</summary>
    public ReadOnlySpan<int> NeighborRows(int row) => _tensors.Neighbors.Of(row);

    /// <summary>The scores of <see cref="NeighborRows"/>, place by place.</summary>
    public ReadOnlySpan<float> NeighborScores(int row) => _tensors.Neighbors.ScoresOf(row);

    /// <summary>Ends the mapping.</summary>
    public void Dispose() => _file.Dispose();

    static void Verify(string path, GenerationManifest manifest)
    {
        var length = new FileInfo(path).Length;
        if (length != manifest.Bytes)
        {
            throw new CorruptGenerationException(
                path, Math.Min(length, manifest.Bytes), $"it has {length} bytes; the manifest of generation {manifest.Number} says {manifest.Bytes}.");
        }

        var checksum = GenerationFile.ChecksumOf(path);
        if (!checksum.Equals(manifest.Checksum, StringComparison.OrdinalIgnoreCase))
        {
            throw new CorruptGenerationException(
                path, 0, $"its SHA-256 is {checksum}; the manifest of generation {manifest.Number} says {manifest.Checksum}.");
        }
    }
}
