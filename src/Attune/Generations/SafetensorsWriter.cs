using System.Buffers;
using System.Buffers.Binary;
using System.Text.Json;

namespace Attune.Generations;

/// <summary>Writes a safetensors file: the format any tool for trained models reads.</summary>
/// <remarks>
/// <para><b>Layout.</b> Eight bytes, little-endian: the header's length. The header: a JSON object, padded with spaces so
/// that the data begins at a multiple of <see cref="Alignment"/>. The data: the tensors without a gap, as the format
/// demands, in the order given.</para>
/// <para><b>Repeats.</b> Same tensors in the same order and same metadata: same bytes.</para>
/// <para><b>Source.</b> github.com/huggingface/safetensors, README, "Format".</para>
/// </remarks>
static class SafetensorsWriter
{
    /// <summary>The header's key for free text.</summary>
    public const string MetadataKey = "__metadata__";

    /// <summary>Where the data begins is a multiple of this: one cache line, and the widest vector.</summary>
    public const int Alignment = 64;

    /// <summary>Writes the file.</summary>
    /// <exception cref="ArgumentException">A tensor would not begin at a multiple of its element's size.</exception>
    public static async ValueTask WriteAsync(
        Stream stream,
        IReadOnlyList<SafeTensor> tensors,
        IReadOnlyDictionary<string, string> metadata,
        CancellationToken cancellation)
    {
        await stream.WriteAsync(Header(tensors, metadata), cancellation);
        foreach (var tensor in tensors)
        {
            await tensor.WriteAsync(stream, cancellation);
        }
    }

    static ReadOnlyMemory<byte> Header(IReadOnlyList<SafeTensor> tensors, IReadOnlyDictionary<string, string> metadata)
    {
        var buffer = new ArrayBufferWriter<byte>();
        buffer.GetSpan(sizeof(long)).Clear();
        buffer.Advance(sizeof(long));
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            WriteMetadata(json, metadata);
            WriteTensors(json, tensors);
            json.WriteEndObject();
        }

        var padding = (Alignment - (buffer.WrittenCount % Alignment)) % Alignment;
        buffer.GetSpan(padding)[..padding].Fill((byte)' ');
        buffer.Advance(padding);

        var header = buffer.WrittenSpan.ToArray();
        BinaryPrimitives.WriteInt64LittleEndian(header, header.Length - sizeof(long));
        return header;
    }

    static void WriteMetadata(Utf8JsonWriter json, IReadOnlyDictionary<string, string> metadata)
    {
        json.WriteStartObject(MetadataKey);
        foreach (var (name, text) in metadata.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            json.WriteString(name, text);
        }

        json.WriteEndObject();
    }

    static void WriteTensors(Utf8JsonWriter json, IReadOnlyList<SafeTensor> tensors)
    {
        var offset = 0L;
        foreach (var tensor in tensors)
        {
            if (offset % TensorTypes.SizeOf(tensor.Type) != 0)
            {
                throw new ArgumentException($"Tensor {tensor.Name} of {tensor.Type} would begin at byte {offset} of the data.");
            }

            json.WriteStartObject(tensor.Name);
            json.WriteString("dtype", tensor.Type.ToString());
            json.WriteStartArray("shape");
            foreach (var extent in tensor.Shape)
            {
                json.WriteNumberValue(extent);
            }

            json.WriteEndArray();
            json.WriteStartArray("data_offsets");
            json.WriteNumberValue(offset);
            offset += tensor.Bytes;
            json.WriteNumberValue(offset);
            json.WriteEndArray();
            json.WriteEndObject();
        }
    }
}
