using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Attune.Learning.Memory;

/// <summary>A <see cref="Memory{T}"/> over part of a memory-mapped file (or any other native buffer): nothing is copied.</summary>
/// <remarks>
/// <para><b>Lifetime.</b> A reference to the buffer is held until this is disposed, so the mapping cannot go while the memory
/// is in use; the buffer itself belongs to whoever made it. Using the memory after disposal is refused, but a span taken
/// before is not watched: dispose only when nobody reads.</para>
/// <para><b>Layout.</b> Elements lie in the machine's own byte order, the first at <c>byteOffset</c> from the buffer's start.
/// A view of a mapped file begins at <c>PointerOffset</c> bytes into its handle: add that.</para>
/// </remarks>
/// <typeparam name="T">The element.</typeparam>
public sealed unsafe class MappedMemory<T> : MemoryManager<T>
    where T : unmanaged
{
    readonly SafeBuffer _buffer;
    readonly int _length;
    byte* _start;

    /// <summary>Lays memory of <paramref name="length"/> elements over the buffer.</summary>
    /// <param name="buffer">The mapped view's handle.</param>
    /// <param name="byteOffset">Bytes from the buffer's start to the first element.</param>
    /// <param name="length">Elements, not bytes.</param>
    /// <exception cref="ArgumentOutOfRangeException">The elements would not lie wholly inside the buffer.</exception>
    public MappedMemory(SafeBuffer buffer, long byteOffset, int length)
    {
        ArgumentNullException.ThrowIfNull(buffer);
        ArgumentOutOfRangeException.ThrowIfNegative(byteOffset);
        ArgumentOutOfRangeException.ThrowIfNegative(length);

        var bytes = (ulong)length * (ulong)Unsafe.SizeOf<T>();
        if ((ulong)byteOffset + bytes > buffer.ByteLength)
        {
            throw new ArgumentOutOfRangeException(
                nameof(length),
                $"{length} elements from byte {byteOffset} end at byte {(ulong)byteOffset + bytes}; the buffer has {buffer.ByteLength}.");
        }

        byte* origin = null;
        buffer.AcquirePointer(ref origin);
        _buffer = buffer;
        _length = length;
        _start = origin + byteOffset;
    }

    /// <inheritdoc/>
    public override Span<T> GetSpan()
    {
        ObjectDisposedException.ThrowIf(_start == null, this);
        return new Span<T>(_start, _length);
    }

    /// <summary>The address of an element. A mapping does not move, so there is nothing to pin.</summary>
    public override MemoryHandle Pin(int elementIndex = 0)
    {
        ObjectDisposedException.ThrowIf(_start == null, this);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)elementIndex, (uint)_length, nameof(elementIndex));
        return new MemoryHandle((T*)_start + elementIndex, default, this);
    }

    /// <summary>Nothing to undo: see <see cref="Pin"/>.</summary>
    public override void Unpin()
    {
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (_start != null)
        {
            _start = null;
            _buffer.ReleasePointer();
        }
    }
}
