using System.IO.MemoryMappedFiles;
using Attune.Learning.Memory;

namespace Attune.Learning.Tests.Memory;

public sealed class MappedMemoryTests
{
    [Fact]
    public void Numbers_in_a_mapped_file_are_read_in_place()
    {
        float[] written = [0f, 1.5f, -2f, 3.25f];
        using var file = MemoryMappedFile.CreateNew(null, 4096);
        using var view = file.CreateViewAccessor();
        view.WriteArray(8, written, 0, written.Length);

        using var mapped = new MappedMemory<float>(view.SafeMemoryMappedViewHandle, view.PointerOffset + 8, written.Length);
        Assert.Equal(written, mapped.Memory.ToArray());

        view.Write(8 + 4, 7f);
        Assert.Equal(7f, mapped.Memory.Span[1]);
    }

    [Fact]
    public void Memory_beyond_the_end_of_the_buffer_is_refused()
    {
        using var file = MemoryMappedFile.CreateNew(null, 4096);
        using var view = file.CreateViewAccessor();
        var bytes = (long)view.SafeMemoryMappedViewHandle.ByteLength;

        var refusal = Assert.Throws<ArgumentOutOfRangeException>(
            () => new MappedMemory<float>(view.SafeMemoryMappedViewHandle, bytes - 4, 2));

        Assert.Contains($"{bytes}", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Disposed_memory_cannot_be_used_and_gives_the_buffer_back()
    {
        using var file = MemoryMappedFile.CreateNew(null, 4096);
        using var view = file.CreateViewAccessor();
        var mapped = new MappedMemory<float>(view.SafeMemoryMappedViewHandle, 0, 4);
        var memory = mapped.Memory;

        ((IDisposable)mapped).Dispose();

        Assert.Throws<ObjectDisposedException>(() => memory.Span[0]);
    }
}
