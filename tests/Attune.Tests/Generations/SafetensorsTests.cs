using System.Buffers.Binary;
using System.Text;
using Attune.Generations;

namespace Attune.Tests.Generations;

public sealed class SafetensorsTests : IDisposable
{
    readonly string _folder = Directory.CreateTempSubdirectory("attune-tests-").FullName;

    string File => Path.Combine(_folder, "t.safetensors");

    [Fact]
    public async Task Tensors_of_every_type_come_back()
    {
        await using (var stream = System.IO.File.Create(File))
        {
            await SafetensorsWriter.WriteAsync(
                stream,
                [
                    SafeTensor.Of<long>("i64", new long[] { long.MinValue, 1, long.MaxValue }, 3),
                    SafeTensor.Of<float>("f32", new[] { 1f, float.NaN, float.Epsilon, -0f, 5, 6 }, 2, 3),
                    SafeTensor.Of<int>("i32", new[] { -1, 7 }, 1, 2, 1),
                    SafeTensor.Of<byte>("empty", ReadOnlyMemory<byte>.Empty, 0),
                    SafeTensor.Of<byte>("u8", new byte[] { 0, 255, 3 }, 3),
                ],
                new Dictionary<string, string> { ["what"] = "a \"test\" of ж" },
                CancellationToken.None);
        }

        using var file = SafetensorsFile.Open(File);

        Assert.Equal([long.MinValue, 1, long.MaxValue], file.Read<long>("i64", 3).ToArray());
        Assert.Equal([1f, float.NaN, float.Epsilon, -0f, 5, 6], file.Read<float>("f32", 2, 3).ToArray());
        Assert.Equal([-1, 7], file.Read<int>("i32", 1, 2, 1).ToArray());
        Assert.Equal([0, 255, 3], file.Read<byte>("u8", 3).ToArray());
        Assert.True(file.Read<byte>("empty", 0).IsEmpty);
        Assert.Equal("a \"test\" of ж", file.Metadata["what"]);
        Assert.Throws<CorruptGenerationException>(() => file.Read<float>("f32", 3, 2));
        Assert.Throws<CorruptGenerationException>(() => file.Read<int>("f32", 2, 3));
        Assert.Throws<CorruptGenerationException>(() => file.Read<int>("none", 1));
    }

    [Fact]
    public async Task A_tensor_larger_than_one_write_comes_back()
    {
        float[] values = [.. Enumerable.Range(0, 700_001).Select(i => (float)i)];
        await using (var stream = System.IO.File.Create(File))
        {
            await SafetensorsWriter.WriteAsync(
                stream, [SafeTensor.Of<float>("x", values, values.Length)], new Dictionary<string, string>(), CancellationToken.None);
        }

        using var file = SafetensorsFile.Open(File);

        Assert.True(file.Read<float>("x", values.Length).Span.SequenceEqual(values));
    }

    [Fact]
    public void A_tensor_that_would_lie_crooked_is_refused_when_written() =>
        Assert.Throws<ArgumentException>(() => SafetensorsWriter.WriteAsync(
            Stream.Null,
            [SafeTensor.Of<byte>("u8", new byte[3], 3), SafeTensor.Of<int>("i32", new int[1], 1)],
            new Dictionary<string, string>(),
            CancellationToken.None).AsTask().GetAwaiter().GetResult());

    [Theory]
    [InlineData("""{"x":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}""", 4, "needs 8")]
    [InlineData("""{"x":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 8, "says")]
    [InlineData("""{"x":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 3, "says")]
    [InlineData("""{"x":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", 8, "begins at byte")]
    [InlineData("""{"x":{"dtype":"I32","shape":[1],"data_offsets":[0,4]},"y":{"dtype":"I32","shape":[1],"data_offsets":[0,4]}}""", 4, "begins at byte")]
    [InlineData("""{"x":{"dtype":"I32","shape":[1],"data_offsets":[4,0]}}""", 4, "offsets")]
    [InlineData("""{"x":{"dtype":"I32","shape":[-1,-1],"data_offsets":[0,4]}}""", 4, "shape")]
    [InlineData("""{"x":{"dtype":"I32","shape":[4611686018427387904,4],"data_offsets":[0,0]}}""", 0, "needs")]
    [InlineData("""{"x":{"dtype":"F16","shape":[2],"data_offsets":[0,4]}}""", 4, "F16")]
    [InlineData("""{"x":{"dtype":"1","shape":[1],"data_offsets":[0,4]}}""", 4, "type 1")]
    [InlineData("""{"x":{"dtype":"I32","shape":[1.5],"data_offsets":[0,4]}}""", 4, "cannot be read")]
    [InlineData("""{"x":{"dtype":"I32","data_offsets":[0,4]}}""", 4, "cannot be read")]
    [InlineData("""{"x":5}""", 0, "cannot be read")]
    [InlineData("""{"x":{"dtype":"I32","shape":[0],"data_offsets":[0,0]},"x":{"dtype":"I32","shape":[0],"data_offsets":[0,0]}}""", 0, "cannot be read")]
    [InlineData("[]", 0, "cannot be read")]
    [InlineData("{ ", 0, "cannot be read")]
    [InlineData("""{"__metadata__":{"a":1}}""", 0, "cannot be read")]
    public void A_header_that_does_not_fit_is_refused_with_file_and_reason(string header, int dataBytes, string reason)
    {
        Write(Encoding.UTF8.GetByteCount(header), header, dataBytes);

        var fault = Assert.Throws<CorruptGenerationException>(() => SafetensorsFile.Open(File));

        Assert.Contains(reason, fault.Message, StringComparison.Ordinal);
        Assert.StartsWith(File, fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(0)]
    [InlineData(1_000_000)]
    [InlineData(long.MaxValue)]
    public void A_header_length_that_cannot_be_is_refused(long length)
    {
        Write(length, "{}", 0);

        Assert.Equal(0, Assert.Throws<CorruptGenerationException>(() => SafetensorsFile.Open(File)).Offset);
    }

    [Fact]
    public async Task No_prefix_of_a_file_passes_for_the_whole()
    {
        await GenerationSamples.WriteAsync(File, GenerationSamples.Contents(items: 3));
        var whole = System.IO.File.ReadAllBytes(File);
        for (var length = 0; length < whole.Length; length += 7)
        {
            System.IO.File.WriteAllBytes(File, whole[..length]);
            Assert.Throws<CorruptGenerationException>(() => SafetensorsFile.Open(File));
        }
    }

    [Fact]
    public async Task A_changed_header_byte_is_refused_or_changes_nothing_but_text()
    {
        await GenerationSamples.WriteAsync(File, GenerationSamples.Contents(items: 3));
        var whole = System.IO.File.ReadAllBytes(File);
        var header = (int)BinaryPrimitives.ReadInt64LittleEndian(whole);
        var random = new Random(1);
        for (var place = 0; place < header + 8; place++)
        {
            var changed = (byte[])whole.Clone();
            changed[place] ^= (byte)(1 << random.Next(8));
            System.IO.File.WriteAllBytes(File, changed);
            try
            {
                using var file = SafetensorsFile.Open(File);
                GenerationTensors.Of(file);
            }
            catch (CorruptGenerationException)
            {
            }
        }
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    void Write(long headerLength, string header, int dataBytes)
    {
        var bytes = new byte[8 + Encoding.UTF8.GetByteCount(header) + dataBytes];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, headerLength);
        Encoding.UTF8.GetBytes(header, bytes.AsSpan(8));
        System.IO.File.WriteAllBytes(File, bytes);
    }
}
