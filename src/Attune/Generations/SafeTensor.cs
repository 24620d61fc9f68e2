using System.Runtime.InteropServices;

namespace Attune.Generations;

/// <summary>One tensor to be written: its name, its shape, and values in row-major order.</summary>
sealed class SafeTensor
{
    const int ChunkBytes = 1 << 20;

    readonly Func<Stream, CancellationToken, ValueTask> _write;

    SafeTensor(string name, TensorType type, long[] shape, Func<Stream, CancellationToken, ValueTask> write) =>
        (Name, Type, Shape, _write) = (name, type, shape, write);

    /// <summary>Its name in the header.</summary>
    public string Name { get; }

    /// <summary>Its element type.</summary>
    public TensorType Type { get; }

    /// <summary>Its extents, outermost first.</summary>
    public IReadOnlyList<long> Shape { get; }

    /// <summary>Bytes of all its values.</summary>
    public long Bytes => Shape.Aggregate((long)TensorTypes.SizeOf(Type), (product, extent) => product * extent);

    /// <summary>A tensor of values held in memory.</summary>
    /// <exception cref="ArgumentException">The shape does not hold as many values as there are.</exception>
    public static SafeTensor Of<T>(string name, ReadOnlyMemory<T> values, params long[] shape)
        where T : unmanaged
    {
        var count = shape.Aggregate(1L, (product, extent) => product * extent);
        if (count != values.Length)
        {
            throw new ArgumentException($"Tensor {name} has {values.Length} values; its shape [{string.Join(", ", shape)}] holds {count}.");
        }

        return new SafeTensor(name, TensorTypes.Of<T>(), shape, (stream, cancellation) => WriteAsync(stream, values, cancellation));
    }

    /// <summary>Writes its values, little-endian.</summary>
    public ValueTask WriteAsync(Stream stream, CancellationToken cancellation) => _write(stream, cancellation);

    static async ValueTask WriteAsync<T>(Stream stream, ReadOnlyMemory<T> values, CancellationToken cancellation)
        where T : unmanaged
    {
        var step = ChunkBytes / Marshal.SizeOf<T>();
        var chunk = new byte[Math.Min(values.Length, step) * Marshal.SizeOf<T>()];
        for (var start = 0; start < values.Length; start += step)
        {
            var part = values.Slice(start, Math.Min(step, values.Length - start));
            var bytes = part.Length * Marshal.SizeOf<T>();
            MemoryMarshal.AsBytes(part.Span).CopyTo(chunk);
            await stream.WriteAsync(chunk.AsMemory(0, bytes), cancellation);
        }
    }
}
