using System.Buffers.Binary;
using System.IO.MemoryMappedFiles;
using Attune.Learning.Memory;

namespace Attune.Generations;

/// <summary>A safetensors file mapped into memory: its tensors are read where they lie, and pages come in as they are touched.</summary>
/// <remarks>
/// <para><b>Lifetime.</b> Every memory handed out points into the mapping: none may be touched after <see cref="Dispose"/>.
/// Whoever serves from a generation holds a <see cref="GenerationLease"/> for that.</para>
/// <para><b>Concurrency.</b> Tensors are taken by one thread, and then read by any number.</para>
/// </remarks>
sealed class SafetensorsFile : IDisposable
{
    readonly MemoryMappedFile _map;
    readonly MemoryMappedViewAccessor _view;
    readonly SafetensorsHeader _header;
    readonly List<IDisposable> _tensors = [];

    SafetensorsFile(string path, MemoryMappedFile map, MemoryMappedViewAccessor view, SafetensorsHeader header) =>
        (Path, _map, _view, _header) = (path, map, view, header);

    /// <summary>The file's path.</summary>
    public string Path { get; }

    /// <summary>The free text of its header.</summary>
    public IReadOnlyDictionary<string, string> Metadata => _header.Metadata;

    /// <summary>Maps a file after checking its header.</summary>
    /// <exception cref="CorruptGenerationException">The file is not safetensors, or not whole.</exception>
    public static SafetensorsFile Open(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var header = SafetensorsHeader.Parse(path, ReadHeader(path, stream), stream.Length);
        var map = MemoryMappedFile.CreateFromFile(
            stream, mapName: null, capacity: 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: true);
        var view = map.CreateViewAccessor(0, 0, MemoryMappedFileAccess.Read);
        return new SafetensorsFile(path, map, view, header);
    }

    /// <summary>True where there is a tensor of this name.</summary>
    public bool Has(string name) => _header.Tensors.ContainsKey(name);

    /// <summary>A tensor's place.</summary>
    /// <exception cref="CorruptGenerationException">There is none of this name.</exception>
    public TensorPlace Find(string name) =>
        _header.Tensors.TryGetValue(name, out var place)
            ? place
            : throw new CorruptGenerationException(Path, sizeof(long), $"there is no tensor {name}.");

    /// <summary>The values of a tensor, row-major, in the mapping itself.</summary>
    /// <param name="name">The tensor's name.</param>
    /// <param name="shape">The shape it must have.</param>
    /// <exception cref="CorruptGenerationException">It is missing, or of another type or shape.</exception>
    public ReadOnlyMemory<T> Read<T>(string name, params ReadOnlySpan<long> shape)
        where T : unmanaged
    {
        var place = Find(name);
        if (place.Type != TensorTypes.Of<T>() || !shape.SequenceEqual([.. place.Shape]))
        {
            throw new CorruptGenerationException(
                Path,
                place.Begin,
                $"tensor {name} is {place.Type} [{string.Join(", ", place.Shape)}]; {TensorTypes.Of<T>()} [{string.Join(", ", shape.ToArray())}] is expected.");
        }

        var size = TensorTypes.SizeOf(place.Type);
        if (place.Begin % size != 0 || place.Length / size > int.MaxValue)
        {
            throw new CorruptGenerationException(Path, place.Begin, $"tensor {name} of {place.Length} bytes cannot be mapped there.");
        }

        var handle = _view.SafeMemoryMappedViewHandle;
        var values = new MappedMemory<T>(handle, _view.PointerOffset + place.Begin, (int)(place.Length / size));
        _tensors.Add(values);
        return values.Memory;
    }

    /// <summary>Ends the mapping.</summary>
    public void Dispose()
    {
        foreach (var tensor in _tensors)
        {
            tensor.Dispose();
        }

        _view.Dispose();
        _map.Dispose();
    }

    static byte[] ReadHeader(string path, FileStream stream)
    {
        Span<byte> prefix = stackalloc byte[sizeof(long)];
        var read = stream.ReadAtLeast(prefix, prefix.Length, throwOnEndOfStream: false);
        if (read < prefix.Length)
        {
            throw new CorruptGenerationException(path, read, $"the file has {read} bytes; the header's length alone takes {prefix.Length}.");
        }

        var length = BinaryPrimitives.ReadInt64LittleEndian(prefix);
        if (length < 2 || length > Math.Min(SafetensorsHeader.LongestHeader, stream.Length - prefix.Length))
        {
            throw new CorruptGenerationException(
                path, 0, $"the header is said to have {length} bytes; {stream.Length - prefix.Length} follow and {SafetensorsHeader.LongestHeader} are the most.");
        }

        var json = new byte[length];
        stream.ReadExactly(json);
        return json;
    }
}
