using Attune.Generations;

namespace Attune.Recommending;

/// <summary>Answers by a generation that is kept, in service or not, so that two can be set side by side.</summary>
/// <remarks>
/// <para><b>Owns</b> the last generation that was asked for and not in service: it stays mapped until another is asked for, or it is no longer kept.</para>
/// <para><b>Concurrency.</b> Loading takes turns; questions are answered side by side, and one that goes on when another generation
/// is loaded keeps its own to its end.</para>
/// </remarks>
public sealed class OtherGenerations : IDisposable
{
    readonly Recommender _recommender;
    readonly GenerationShelf _shelf;
    readonly SemaphoreSlim _loading = new(1);
    HeldGeneration? _loaded;

    internal OtherGenerations(Recommender recommender, GenerationShelf shelf) => (_recommender, _shelf) = (recommender, shelf);

    /// <summary>Answers a question; nothing of it is kept, counted or learned from. Cost: as any question's, and loading where another number was asked for before.</summary>
    /// <param name="request">The question.</param>
    /// <param name="number">The generation's number.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>The outcome; null where no generation of the number is kept.</returns>
    /// <exception cref="CorruptGenerationException">Its file cannot be used.</exception>
    public async ValueTask<RecommendOutcome?> RecommendAsync(RecommendationRequest request, int number, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        using var lease = await AcquireAsync(number, cancellation);
        return lease is null ? null : await _recommender.RecommendByAsync(request, lease.Generation, cancellation);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Interlocked.Exchange(ref _loaded, null)?.Release();
        _loading.Dispose();
    }

    async ValueTask<GenerationLease?> AcquireAsync(int number, CancellationToken cancellation)
    {
        var serving = _shelf.Holder.Acquire();
        if (serving?.Generation.Manifest.Number == number)
        {
            return serving;
        }

        serving?.Dispose();
        await _loading.WaitAsync(cancellation);
        try
        {
            // An erasure drops generations: what is not kept any more must not answer from memory either.
            var isKept = (await _shelf.ListAsync(cancellation)).Any(kept => kept.Number == number);
            if (_loaded is { } loaded && (!isKept || loaded.Generation.Manifest.Number != number))
            {
                _loaded = null;
                loaded.Release();
            }

            if (isKept && _loaded is null && await _shelf.OpenAsync(number, cancellation) is { } opened)
            {
                _loaded = new HeldGeneration(opened);
            }

            // Held by this object, which alone releases it, and only in its turn: so it can be counted up.
            return _loaded is { } held && held.TryAdd() ? new GenerationLease(held) : null;
        }
        finally
        {
            _loading.Release();
        }
    }
}
