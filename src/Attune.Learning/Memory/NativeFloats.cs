using System.Runtime.InteropServices;

namespace Attune.Learning.Memory;

/// <summary>Floats outside the managed heap: more than an array can hold, aligned to a cache line, moved by nobody.</summary>
/// <remarks><b>Lifetime.</b> The owner disposes; what is forgotten is freed by the finalizer.</remarks>
sealed unsafe class NativeFloats : SafeHandle
{
    const int CacheLine = 64;

    readonly nint _start;

    /// <summary>Allocates, all 0. Pages nobody writes cost no memory.</summary>
    /// <param name="length">Floats, 0 or more.</param>
    /// <exception cref="OutOfMemoryException">The machine has not so much.</exception>
    internal NativeFloats(long length)
        : base(0, ownsHandle: true)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        Length = length;
        SetHandle((nint)NativeMemory.AllocZeroed(((nuint)length * sizeof(float)) + CacheLine));
        _start = (handle + CacheLine - 1) & -CacheLine;
    }

    /// <summary>How many there are.</summary>
    internal long Length { get; }

    /// <summary>The first. Valid until this is disposed.</summary>
    internal float* Start
    {
        get
        {
            ObjectDisposedException.ThrowIf(IsClosed, this);
            return (float*)_start;
        }
    }

    /// <inheritdoc/>
    public override bool IsInvalid => handle == 0;

    /// <inheritdoc/>
    protected override bool ReleaseHandle()
    {
        NativeMemory.Free((void*)handle);
        return true;
    }
}
