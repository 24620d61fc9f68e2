using System.Globalization;
using System.Text;
using Attune.Learning.Factors;
using Attune.Learning.Features;
using Attune.Learning.Neighbors;
using Attune.Learning.Sessions;

namespace Attune.Generations;

/// <summary>The models of a generation's file, in the mapping, checked: no index in them leads outside.</summary>
sealed class GenerationTensors
{
    readonly SafetensorsFile _file;

    GenerationTensors(SafetensorsFile file)
    {
        _file = file;
        RequireFormat();
        var factors = file.Find(TensorNames.Factors);
        var (items, size) = (Extent(factors, 0), Extent(factors, 1));

        ItemIds = Decode(file.Read<byte>(TensorNames.ItemIds, Extent(file.Find(TensorNames.ItemIds), 0)).Span, items);
        var factorModel = new ItemFactors(
            items,
            size,
            file.Read<float>(TensorNames.Factors, items, size),
            file.Read<float>(TensorNames.Gram, size, size),
            Number("unobserved_weight"),
            Number("regularization"),
            Number("frequency_exponent"));
        Taste = new TasteModel(factorModel, file.Has(TensorNames.Inputs) ? file.Read<float>(TensorNames.Inputs, items, size) : default);
        Features = file.Has(TensorNames.FeatureHashes) ? ReadFeatures(size) : null;
        Neighbors = ReadLists(TensorNames.Neighbors, TensorNames.NeighborScores, items);
        Complements = file.Has(TensorNames.Complements) ? ReadLists(TensorNames.Complements, TensorNames.ComplementScores, items) : null;
        RepeatRates = file.Has(TensorNames.RepeatRates) ? file.Read<float>(TensorNames.RepeatRates, items) : default;
        RepeatIntervals = RepeatRates.IsEmpty ? default : file.Read<float>(TensorNames.RepeatIntervals, items);
        Next = file.Has(TensorNames.NextVectors) ? ReadNext(items) : null;
        Popularity = file.Read<float>(TensorNames.Popularity, items);
        Trend = file.Has(TensorNames.Trend) ? file.Read<float>(TensorNames.Trend, items) : default;
    }

    /// <summary>By row: the item's id.</summary>
    public string[] ItemIds { get; }

    /// <summary>The factor model, and how users are folded in.</summary>
    public TasteModel Taste { get; }

    /// <summary>Places items by their properties; null = nothing does.</summary>
    public FeatureMap? Features { get; }

    /// <summary>The item-to-item model.</summary>
    public NeighborLists Neighbors { get; }

    /// <summary>What goes with an item; null where nothing was bought.</summary>
    public NeighborLists? Complements { get; }

    /// <summary>By row: how often a buyer of the item buys it again; empty where nothing was bought.</summary>
    public ReadOnlyMemory<float> RepeatRates { get; }

    /// <summary>By row: the usual time between two purchases of one buyer, in seconds; empty with <see cref="RepeatRates"/>.</summary>
    public ReadOnlyMemory<float> RepeatIntervals { get; }

    /// <summary>What comes next; null where the generation says nothing of it.</summary>
    public SessionEmbedding? Next { get; }

    /// <summary>By row: decayed popularity.</summary>
    public ReadOnlyMemory<float> Popularity { get; }

    /// <summary>By row: what factor scores are multiplied by; empty = nothing.</summary>
    public ReadOnlyMemory<float> Trend { get; }

    /// <summary>Takes the models of a mapped file.</summary>
    /// <exception cref="CorruptGenerationException">A tensor is missing or does not fit the others.</exception>
    public static GenerationTensors Of(SafetensorsFile file) => new(file);

    void RequireFormat()
    {
        var (format, version) = (Text("format"), Text("version"));
        if (format != GenerationFile.Format || version != GenerationFile.Version)
        {
            throw new CorruptGenerationException(
                _file.Path,
                sizeof(long),
                $"it is {format} version {version}; {GenerationFile.Format} version {GenerationFile.Version} can be read.");
        }
    }

    FeatureMap ReadFeatures(int size)
    {
        var place = _file.Find(TensorNames.FeatureHashes);
        var count = Extent(place, 0);
        try
        {
            return new FeatureMap(
                size, _file.Read<long>(TensorNames.FeatureHashes, count), _file.Read<float>(TensorNames.FeatureVectors, count, size));
        }
        catch (ArgumentException fault)
        {
            throw new CorruptGenerationException(_file.Path, place.Begin, fault.Message);
        }
    }

    SessionEmbedding ReadNext(int items)
    {
        var place = _file.Find(TensorNames.NextVectors);
        var dimensions = Extent(place, 1);
        var weights = _file.Read<float>(TensorNames.NextWeights, Extent(_file.Find(TensorNames.NextWeights), 0));
        try
        {
            return new SessionEmbedding(
                items, dimensions, (int)Number("next_length"), Number("next_temperature"), _file.Read<float>(TensorNames.NextVectors, items, dimensions), weights.Span);
        }
        catch (ArgumentException fault)
        {
            throw new CorruptGenerationException(_file.Path, place.Begin, fault.Message);
        }
    }

    string[] Decode(ReadOnlySpan<byte> text, int items)
    {
        var ends = _file.Read<long>(TensorNames.ItemIdEnds, items).Span;
        var ids = new string[items];
        var start = 0L;
        for (var row = 0; row < items; row++)
        {
            var end = ends[row];
            if (end < start || end > text.Length || (row == items - 1 && end != text.Length))
            {
                throw new CorruptGenerationException(
                    _file.Path,
                    _file.Find(TensorNames.ItemIdEnds).Begin + (row * sizeof(long)),
                    $"the id of row {row} ends at {end}; it begins at {start} of {text.Length}.");
            }

            ids[row] = Encoding.UTF8.GetString(text[(int)start..(int)end]);
            start = end;
        }

        return ids;
    }

    NeighborLists ReadLists(string name, string scores, int items)
    {
        var place = _file.Find(name);
        var k = Extent(place, 1);
        var rows = _file.Read<int>(name, items, k);
        var wrong = rows.Span.IndexOfAnyExceptInRange(-1, items - 1);
        return wrong < 0
            ? new NeighborLists(items, k, rows, _file.Read<float>(scores, items, k))
            : throw new CorruptGenerationException(
                _file.Path, place.Begin + ((long)wrong * sizeof(int)), $"a neighbour is row {rows.Span[wrong]} of {items}.");
    }

    int Extent(TensorPlace place, int dimension) =>
        place.Shape.Count > dimension && place.Shape[dimension] <= int.MaxValue
            ? (int)place.Shape[dimension]
            : throw new CorruptGenerationException(
                _file.Path, place.Begin, $"tensor {place.Name} has the shape [{string.Join(", ", place.Shape)}].");

    float Number(string name) =>
        float.TryParse(Text(name), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && float.IsFinite(number)
            ? number
            : throw new CorruptGenerationException(_file.Path, sizeof(long), $"{name} is \"{Text(name)}\", which is no number.");

    string Text(string name) =>
        _file.Metadata.TryGetValue(name, out var text)
            ? text
            : throw new CorruptGenerationException(_file.Path, sizeof(long), $"the header does not say {name}.");
}
