using System.Text.Json;
using Attune.Catalog;
using Attune.Events;
using Attune.Learning.Online;
using Microsoft.Extensions.Logging;

namespace Attune.Live;

/// <summary>Shares what the ranker learns among nodes: each writes down what it learned itself, and goes by the sum of all.</summary>
/// <remarks>
/// <para><b>Why.</b> An outcome is learned by the node that gave the answer, since only it has the answer's features.</para>
/// <para><b>How.</b> What an <see cref="AdaptiveLogistic"/> learned are sums, so the shares of all nodes are added up, in the order of
/// their names. A share is only ever replaced by a later one of its own node: it does not matter how often or when it is read.</para>
/// <para><b>Nodes that ended</b> leave their share. One that was not written for <see cref="Ended"/> is added to the share of all that ended, which
/// names it, so that it counts once also where it cannot be deleted; a node that finds itself named begins a new share.</para>
/// <para><b>Erasures.</b> A share learned before a removal counts with none that was begun after it, and is deleted.</para>
/// </remarks>
/// <param name="store">Holds the shares, as documents.</param>
/// <param name="overlay">Whose ranker.</param>
/// <param name="gathers">Asked whether this node gathers the shares of those that ended: one does for all.</param>
/// <param name="clock">Times the writing.</param>
/// <param name="logger">Told what failed.</param>
sealed class RankerShares(ICatalogStore store, Overlay overlay, Func<bool> gathers, TimeProvider clock, ILogger logger) : IAsyncDisposable
{
    /// <summary>The kind of the documents.</summary>
    public const string Kind = "ranker";

    const string OfTheEnded = "ended";

    // Names are needed for as long as a node may come back that was away for a day.
    const int MostNamed = 200;

    static readonly TimeSpan Every = TimeSpan.FromSeconds(5);
    static readonly TimeSpan Alive = TimeSpan.FromHours(6);
    static readonly TimeSpan Ended = TimeSpan.FromDays(1);
    static readonly TimeSpan LastWord = TimeSpan.FromSeconds(2);

    readonly CancellationTokenSource _stop = new();
    string _name = NewName();
    Share? _written;
    int _removals = -1;
    Task _running = Task.CompletedTask;

    /// <summary>Goes by what all have learned, at once, and goes on exchanging.</summary>
    public async Task StartAsync(CancellationToken cancellation)
    {
        await ExchangeAsync(cancellation);
        _running = Task.Run(KeepAsync, CancellationToken.None);
    }

    /// <summary>Writes down what was learned here since the last time, and takes up what others did.</summary>
    public async Task ExchangeAsync(CancellationToken cancellation)
    {
        var all = await ReadAsync(cancellation);
        var ended = all.GetValueOrDefault(OfTheEnded);
        var isGathered = ended?.Gathered.Contains(_name) == true;
        var counted = all.Where(one => one.Key != _name && ended?.Gathered.Contains(one.Key) != true)
            .OrderBy(one => one.Key, StringComparer.Ordinal).ToList();
        var removals = overlay.Removals;
        var others = SumOf(counted.Select(one => one.Value).Where(share => share.Counts(removals)));
        var (isNew, now) = (removals != _removals, EventTime.Now(clock));
        var own = overlay.ShareRanker(others, isNew || isGathered);
        if (isNew || isGathered)
        {
            // What this node had learned is among the others' now, or was erased.
            (_name, _written, _removals) = (NewName(), null, removals);
        }

        if (own.Outcomes > (_written?.Outcomes ?? 0) || (_written is { } last && now.Since(new EventTime(last.Micros)) > Alive))
        {
            _written = Share.Of(own, removals, now);
            await WriteAsync(_name, _written, cancellation);
        }

        if (gathers())
        {
            await GatherAsync(ended, counted, removals, now, cancellation);
        }
    }

    /// <summary>Writes down the last that was learned.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        if (_removals >= 0)
        {
            // A store that is away does not hold up the end.
            using var limit = new CancellationTokenSource(LastWord, clock);
            await TryExchangeAsync(limit.Token);
        }

        _stop.Dispose();
    }

    async Task GatherAsync(Share? before, List<KeyValuePair<string, Share>> counted, int removals, EventTime now, CancellationToken cancellation)
    {
        var old = counted.Where(one => one.Key != OfTheEnded && (now.Since(new EventTime(one.Value.Micros)) > Ended || one.Value.Removals < removals)).ToList();
        if (old.Count == 0 && before?.Counts(removals) != false)
        {
            return;
        }

        var kept = old.Select(one => one.Value).Append(before).OfType<Share>().Where(share => share.Counts(removals));
        await WriteAsync(OfTheEnded, Share.Of(SumOf(kept), removals, now) with { Gathered = [.. (before?.Gathered ?? []).TakeLast(MostNamed), .. old.Select(one => one.Key)] }, cancellation);
        foreach (var (name, _) in old)
        {
            await store.WriteDocumentAsync(Kind, name, null, cancellation);
        }
    }

    async Task KeepAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            await Task.Delay(Every, clock, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!_stop.IsCancellationRequested)
            {
                await TryExchangeAsync(_stop.Token);
            }
        }
    }

    async Task TryExchangeAsync(CancellationToken cancellation)
    {
        try
        {
            await ExchangeAsync(cancellation);
        }
        catch (Exception) when (cancellation.IsCancellationRequested)
        {
            // The node ends.
        }
        catch (Exception fault)
        {
            // What was learned is not lost: a share is a sum, written whole the next time.
            Log.RankerNotShared(logger, Every, fault);
        }
    }

    async Task<Dictionary<string, Share>> ReadAsync(CancellationToken cancellation) =>
        (await store.ReadDocumentsAsync(Kind, cancellation)).ToDictionary(one => one.Key, one => JsonSerializer.Deserialize<Share>(one.Value, JsonSerializerOptions.Web)!);

    ValueTask WriteAsync(string name, Share share, CancellationToken cancellation) =>
        store.WriteDocumentAsync(Kind, name, JsonSerializer.Serialize(share, JsonSerializerOptions.Web), cancellation);

    static AdaptiveLogisticState SumOf(IEnumerable<Share> shares)
    {
        var nothing = AdaptiveLogisticState.Empty(OutcomeFeatures.Count);
        return shares.Aggregate(nothing, (sum, share) => AdaptiveLogisticState.Merge(nothing, sum, share.State));
    }

    static string NewName() => Guid.NewGuid().ToString("N");

    /// <summary>What one node learned, in sums; <see cref="Gathered"/> are those it was added up from and that count no more.</summary>
    sealed record Share(int Layout, int Removals, long Micros, double Outcomes, double[] Pull, double[] Squares, double[] Information)
    {
        public string[] Gathered { get; init; } = [];

        [System.Text.Json.Serialization.JsonIgnore]
        public AdaptiveLogisticState State => new(Pull, Squares, Information) { Outcomes = Outcomes };

        public static Share Of(AdaptiveLogisticState state, int removals, EventTime now) =>
            new(OutcomeFeatures.Layout, removals, now.Micros, state.Outcomes, state.Pull, state.Squares, state.Information);

        public bool Counts(int removals) => Layout == OutcomeFeatures.Layout && Removals == removals && Pull.Length == OutcomeFeatures.Count;
    }
}
