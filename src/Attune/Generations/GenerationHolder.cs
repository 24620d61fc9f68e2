namespace Attune.Generations;

/// <summary>The generation in service, and the swap that puts the next one in its place.</summary>
/// <remarks>
/// <para><b>Concurrency.</b> <see cref="Acquire"/> takes no lock and waits for nothing; a swap drops no request: whoever
/// holds a lease goes on with the generation they began with, and its mapping ends with the last of them.</para>
/// <para><b>Invariant.</b> A generation's count is one for being in service and one for each lease; it is disposed of when
/// the count reaches zero, and never counted up from zero.</para>
/// </remarks>
public sealed class GenerationHolder : IDisposable
{
    HeldGeneration? _current;

    /// <summary>Raised after another generation was put into service, on the thread that did; a handler must not throw.</summary>
    public event Action? Swapped;

    /// <summary>The number of the generation in service; 0 where there is none.</summary>
    public int Number => Volatile.Read(ref _current)?.Generation.Manifest.Number ?? 0;

    /// <summary>The manifest of the generation in service; null where there is none.</summary>
    public GenerationManifest? Manifest => Volatile.Read(ref _current)?.Generation.Manifest;

    /// <summary>The generation in service, kept mapped until the lease is disposed of; null where there is none.</summary>
    public GenerationLease? Acquire()
    {
        while (Volatile.Read(ref _current) is { } held)
        {
            // Zero means that it was swapped away between the two lines: then there is a newer one to take.
            if (held.TryAdd())
            {
                return new GenerationLease(held);
            }
        }

        return null;
    }

    /// <summary>Puts a generation into service and takes the ownership of it. The one before ends with its last lease.</summary>
    public void Swap(Generation next)
    {
        ArgumentNullException.ThrowIfNull(next);
        Interlocked.Exchange(ref _current, new HeldGeneration(next))?.Release();
        Swapped?.Invoke();
    }

    /// <summary>Takes the generation out of service; leases that are held stay good.</summary>
    public void Dispose() => Interlocked.Exchange(ref _current, null)?.Release();
}
