namespace Attune.Generations;

/// <summary>The right to read one generation: while it is held, the file stays mapped.</summary>
/// <remarks>Dispose of it once; a second time does nothing. Spans of the generation must not outlive it.</remarks>
public sealed class GenerationLease : IDisposable
{
    readonly HeldGeneration _held;
    int _ended;

    internal GenerationLease(HeldGeneration held) => _held = held;

    /// <summary>The generation.</summary>
    /// <exception cref="ObjectDisposedException">The lease has ended.</exception>
    public Generation Generation
    {
        get
        {
            ObjectDisposedException.ThrowIf(Volatile.Read(ref _ended) != 0, this);
            return _held.Generation;
        }
    }

    /// <summary>Ends the lease.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _ended, 1) == 0)
        {
            _held.Release();
        }
    }
}
