using System.Text.Json;

namespace Attune.Generations;

/// <summary>Where a tensor lies in its file.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its element type.</param>
/// <param name="Shape">Its extents, outermost first.</param>
/// <param name="Begin">Its first byte, from the start of the file.</param>
/// <param name="Length">Its bytes.</param>
sealed record TensorPlace(string Name, TensorType Type, IReadOnlyList<long> Shape, long Begin, long Length);

/// <summary>The header of a safetensors file, read and checked: nothing in it is believed.</summary>
/// <remarks>
/// Refused are: a header that is no JSON object or names a key twice, an unknown element type, a shape that does not fit the
/// bytes, tensors that overlap or leave a gap, and data that is longer or shorter than the tensors say.
/// </remarks>
sealed class SafetensorsHeader
{
    /// <summary>The longest header that is read: what the format allows.</summary>
    public const long LongestHeader = 100_000_000;

    SafetensorsHeader(IReadOnlyDictionary<string, string> metadata, IReadOnlyDictionary<string, TensorPlace> tensors) =>
        (Metadata, Tensors) = (metadata, tensors);

    /// <summary>The free text.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>The tensors, by name.</summary>
    public IReadOnlyDictionary<string, TensorPlace> Tensors { get; }

    /// <summary>Reads a header.</summary>
    /// <param name="file">The file's path, for messages.</param>
    /// <param name="json">The header's bytes, without the eight of its length.</param>
    /// <param name="fileLength">Bytes of the whole file.</param>
    /// <exception cref="CorruptGenerationException">It is not a header, or does not fit the file.</exception>
    public static SafetensorsHeader Parse(string file, ReadOnlyMemory<byte> json, long fileLength)
    {
        var dataBegin = sizeof(long) + json.Length;
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { AllowDuplicateProperties = false });
            var metadata = new Dictionary<string, string>();
            var tensors = new List<TensorPlace>();
            foreach (var property in document.RootElement.EnumerateObject())
            {
                if (property.Name == SafetensorsWriter.MetadataKey)
                {
                    foreach (var text in property.Value.EnumerateObject())
                    {
                        metadata.Add(text.Name, text.Value.GetString()!);
                    }
                }
                else
                {
                    tensors.Add(Place(file, property, dataBegin));
                }
            }

            RequireNoGap(file, tensors, dataBegin, fileLength);
            return new SafetensorsHeader(metadata, tensors.ToDictionary(tensor => tensor.Name));
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException or FormatException or KeyNotFoundException)
        {
            throw new CorruptGenerationException(file, sizeof(long), $"the header cannot be read: {fault.Message}");
        }
    }

    static TensorPlace Place(string file, JsonProperty tensor, long dataBegin)
    {
        var name = tensor.Name;
        var typeName = tensor.Value.GetProperty("dtype").GetString();
        if (!Enum.TryParse<TensorType>(typeName, out var type) || type.ToString() != typeName)
        {
            throw new CorruptGenerationException(file, sizeof(long), $"tensor {name} is of type {typeName}, which is none of a generation's.");
        }

        long[] shape = [.. tensor.Value.GetProperty("shape").EnumerateArray().Select(extent => extent.GetInt64())];
        long[] ends = [.. tensor.Value.GetProperty("data_offsets").EnumerateArray().Select(end => end.GetInt64())];
        if (ends.Length != 2 || ends[0] < 0 || ends[1] < ends[0] || shape.Any(extent => extent < 0))
        {
            throw new CorruptGenerationException(
                file, sizeof(long), $"tensor {name} has shape [{string.Join(", ", shape)}] and offsets [{string.Join(", ", ends)}].");
        }

        // In a wider type: a hostile shape must not wrap round to the right product.
        var bytes = shape.Aggregate((Int128)TensorTypes.SizeOf(type), (product, extent) => Int128.Min(product * extent, long.MaxValue));
        if (bytes != ends[1] - ends[0])
        {
            throw new CorruptGenerationException(
                file, dataBegin + ends[0], $"tensor {name} has {ends[1] - ends[0]} bytes; its shape [{string.Join(", ", shape)}] of {type} needs {bytes}.");
        }

        return new TensorPlace(name, type, shape, dataBegin + ends[0], ends[1] - ends[0]);
    }

    static void RequireNoGap(string file, List<TensorPlace> tensors, long dataBegin, long fileLength)
    {
        tensors.Sort((left, right) => (left.Begin, left.Length).CompareTo((right.Begin, right.Length)));
        var end = dataBegin;
        foreach (var tensor in tensors)
        {
            if (tensor.Begin != end)
            {
                throw new CorruptGenerationException(
                    file, end, $"tensor {tensor.Name} begins at byte {tensor.Begin}; the one before it ends at {end}.");
            }

            end = tensor.Begin + tensor.Length;
        }

        if (end != fileLength)
        {
            throw new CorruptGenerationException(
                file, Math.Min(end, fileLength), $"the file has {fileLength} bytes; its header says {end}.");
        }
    }
}
