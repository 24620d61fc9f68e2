using System.Collections.Immutable;
using Microsoft.Extensions.Logging;

namespace Attune.Catalog;

/// <summary>Tells the parts of one node's engine what other nodes wrote to the store they share.</summary>
/// <remarks>
/// <para><b>Order.</b> Changes are told to those who follow in the order of their registration, so that a scenario is compiled over
/// items that are there. Many changes of one thing are one; while one round is applied, the next gathers.</para>
/// <para><b>Faults.</b> What cannot be applied is logged, kept, and tried again with the next change or after a moment, longer each
/// time up to ten seconds; it holds up nobody else. The watch ends with its disposal alone.</para>
/// <para><b>Nothing is missed</b> where it is begun before what it follows is read.</para>
/// </remarks>
public sealed class CatalogWatch : IAsyncDisposable
{
    static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(100);
    static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(10);

    readonly ICatalogStore _store;
    readonly TimeProvider _clock;
    readonly ILogger _logger;
    readonly CancellationTokenSource _ended = new();
    readonly SemaphoreSlim _noted = new(0);
    IAsyncEnumerable<CatalogChange> _changes = AsyncEnumerable.Empty<CatalogChange>();
    ImmutableArray<CatalogFollower> _followers = [];
    Task _running = Task.CompletedTask;

    CatalogWatch(ICatalogStore store, TimeProvider clock, ILogger logger) => (_store, _clock, _logger) = (store, clock, logger);

    /// <summary>Begins to keep account of what others write from now on; nothing is told before <see cref="Start"/>.</summary>
    public static async ValueTask<CatalogWatch> BeginAsync(ICatalogStore store, TimeProvider clock, ILogger<CatalogWatch> logger, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(store);
        cancellation.ThrowIfCancellationRequested();
        var watch = new CatalogWatch(store, clock, logger);
        try
        {
            watch._changes = await store.WatchAsync(watch._ended.Token);
            return watch;
        }
        catch
        {
            await watch.DisposeAsync();
            throw;
        }
    }

    /// <summary>From now on a part is told of documents of a kind that others wrote; what was read of them before is to be read again afterwards.</summary>
    /// <param name="kind">The documents' kind.</param>
    /// <param name="refresh">Reads the documents of these names again; null = all of them.</param>
    public void Follow(string kind, Func<IReadOnlyCollection<string>?, CancellationToken, ValueTask> refresh) => Follow(CatalogFollower.OfDocuments(kind, refresh));

    internal void Follow(CatalogFollower follower) => ImmutableInterlocked.Update(ref _followers, (all, one) => all.Add(one), follower);

    /// <summary>Begins to tell.</summary>
    public void Start() => _running = Task.WhenAll(Task.Run(NoteAsync), Task.Run(ApplyAsync));

    /// <summary>Tells no more.</summary>
    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        await _running;
        _ended.Dispose();
        _noted.Dispose();
    }

    async Task NoteAsync()
    {
        while (true)
        {
            try
            {
                await foreach (var change in _changes.WithCancellation(_ended.Token))
                {
                    Note(change);
                }

                return;
            }
            catch (OperationCanceledException) when (_ended.IsCancellationRequested)
            {
                return;
            }
            catch (Exception fault)
            {
                Log.WatchFailed(_logger, fault);
            }

            if (!await AgainAsync())
            {
                return;
            }
        }
    }

    // Begun anew, what came between is not known.
    async ValueTask<bool> AgainAsync()
    {
        while (true)
        {
            await Task.Delay(LongestDelay, _clock, _ended.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            try
            {
                _ended.Token.ThrowIfCancellationRequested();
                _changes = await _store.WatchAsync(_ended.Token);
                Note(new CatalogChange(CatalogChangeKind.Everything, ""));
                return true;
            }
            catch (Exception fault) when (!_ended.IsCancellationRequested)
            {
                Log.WatchFailed(_logger, fault);
            }
            catch (Exception) when (_ended.IsCancellationRequested)
            {
                return false;
            }
        }
    }

    void Note(CatalogChange change)
    {
        foreach (var follower in _followers)
        {
            follower.Note(change);
        }

        if (_noted.CurrentCount == 0)
        {
            _noted.Release();
        }
    }

    async Task ApplyAsync()
    {
        var delay = Timeout.InfiniteTimeSpan;
        while (await PauseAsync(delay))
        {
            var failed = false;
            foreach (var follower in _followers)
            {
                try
                {
                    await follower.ApplyAsync(_ended.Token);
                }
                catch (Exception fault) when (!_ended.IsCancellationRequested)
                {
                    failed = true;
                    Log.NotApplied(_logger, follower.Name, fault);
                }
                catch (Exception) when (_ended.IsCancellationRequested)
                {
                    return;
                }
            }

            delay = !failed ? Timeout.InfiniteTimeSpan
                : delay == Timeout.InfiniteTimeSpan ? FirstDelay
                : delay < LongestDelay / 2 ? delay * 2 : LongestDelay;
        }
    }

    // Until something is noted or the time is over; false where the watch has ended.
    async ValueTask<bool> PauseAsync(TimeSpan most)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(_ended.Token);
        using var timer = most == Timeout.InfiniteTimeSpan ? null : _clock.CreateTimer(_ => over.Cancel(), null, most, Timeout.InfiniteTimeSpan);
        await _noted.WaitAsync(over.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return !_ended.IsCancellationRequested;
    }
}
