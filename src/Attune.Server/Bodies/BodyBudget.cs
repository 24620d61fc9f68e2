namespace Attune.Server.Bodies;

/// <summary>How much memory large bodies may hold together: with many senders of 16 MiB each, the count of requests alone bounds nothing useful.</summary>
/// <param name="most">Bytes together; one body is always let in, so that a small budget is slow and not shut.</param>
sealed class BodyBudget(long most)
{
    /// <summary>A body up to this many bytes is small and not counted.</summary>
    public const int SmallBytes = 64 * 1024;

    long _held;

    /// <summary>Takes bytes from the budget; false where too many are taken already.</summary>
    public bool TryTake(long bytes)
    {
        if (Interlocked.Add(ref _held, bytes) <= most || Volatile.Read(ref _held) == bytes)
        {
            return true;
        }

        Return(bytes);
        return false;
    }

    /// <summary>Gives back what was taken.</summary>
    public void Return(long bytes) => Interlocked.Add(ref _held, -bytes);
}
