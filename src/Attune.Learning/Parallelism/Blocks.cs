namespace Attune.Learning.Parallelism;

/// <summary>Runs a loop over 0 .. count − 1 in blocks on several threads, each with scratch of its own.</summary>
/// <remarks>
/// Which thread takes which block is not fixed: a body that writes only what belongs to its own indices gives the same
/// answer at any thread count.
/// </remarks>
static class Blocks
{
    /// <summary>Runs <paramref name="body"/> for every block once.</summary>
    /// <param name="count">How many indices there are.</param>
    /// <param name="blockSize">Indices in a block, at least 1; the last may be shorter.</param>
    /// <param name="threads">0 = as many as there are processors.</param>
    /// <param name="scratch">Makes the scratch of one thread.</param>
    /// <param name="body">Called with the scratch and the half-open range of indices.</param>
    /// <param name="progress">Told the share done, 0 to 1, now and then; from any thread.</param>
    /// <param name="cancellation">Looked at before every block.</param>
    /// <returns>Every scratch made.</returns>
    internal static IReadOnlyList<T> Run<T>(
        int count,
        int blockSize,
        int threads,
        Func<T> scratch,
        Action<T, int, int> body,
        IProgress<double>? progress,
        CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(threads);
        var blocks = (count + blockSize - 1) / blockSize;
        var workers = Math.Max(1, Math.Min(threads == 0 ? Environment.ProcessorCount : threads, blocks));
        var made = new T[workers];
        var next = -1;
        var reportEvery = Math.Max(1, blocks / 100);

        void Work(int worker)
        {
            made[worker] = scratch();
            for (var block = Interlocked.Increment(ref next); block < blocks; block = Interlocked.Increment(ref next))
            {
                cancellation.ThrowIfCancellationRequested();
                var from = block * blockSize;
                body(made[worker], from, Math.Min(count, from + blockSize));
                if (block % reportEvery == 0)
                {
                    progress?.Report((double)block / blocks);
                }
            }
        }

        cancellation.ThrowIfCancellationRequested();
        if (workers == 1)
        {
            Work(0);
        }
        else
        {
            BackgroundThreads.Run(workers, Work);
        }

        progress?.Report(1);
        return made;
    }
}
