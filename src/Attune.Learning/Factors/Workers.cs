using Attune.Learning.Parallelism;

namespace Attune.Learning.Factors;

/// <summary>Runs numbered pieces of work on a set number of threads: each piece once, in no particular order.</summary>
/// <remarks>A piece must write only what is its own; then the outcome does not depend on the number of threads.</remarks>
sealed class Workers(int threads, CancellationToken ct)
{
    /// <summary>How many pieces may run at once.</summary>
    public int Threads { get; } = threads > 0 ? threads : Environment.ProcessorCount;

    /// <summary>Ends the work.</summary>
    public CancellationToken Cancellation => ct;

    /// <summary>Runs pieces 0 to <paramref name="pieces"/> − 1; the body is told the piece and which worker it is on (0 to Threads − 1).</summary>
    /// <exception cref="OperationCanceledException">Stopped between pieces.</exception>
    public void Run(int pieces, Action<int, int> body)
    {
        var next = -1;
        void Work(int worker)
        {
            for (var piece = Interlocked.Increment(ref next); piece < pieces; piece = Interlocked.Increment(ref next))
            {
                ct.ThrowIfCancellationRequested();
                body(piece, worker);
            }
        }

        ct.ThrowIfCancellationRequested();
        var workers = Math.Min(Threads, pieces);
        if (workers <= 1)
        {
            Work(0);
            return;
        }

        BackgroundThreads.Run(workers, Work);
    }
}
