using System.Threading.Channels;
using Attune.Client.Wire;

namespace Attune.Client;

/// <summary>Sends events in the background, in batches, so that a page never waits for them.</summary>
/// <remarks>
/// <para><b>While the server is away</b> events wait, at most <see cref="EventSenderOptions.Capacity"/> beside the batch in hand;
/// then the oldest is dropped and counted in <see cref="Dropped"/>. A batch is sent again, with the same event ids, until the server has judged
/// it: an event whose answer was lost is counted once. A server that refuses a batch as a whole, as for a wrong key, is
/// not asked again for that batch: its events count as <see cref="Refused"/>.</para>
/// <para><b>Ends</b> by <see cref="DisposeAsync"/>, which sends what waits for at most <see cref="EventSenderOptions.FlushTime"/>.</para>
/// </remarks>
public sealed class EventSender : IAsyncDisposable
{
    readonly AttuneClient _client;
    readonly EventSenderOptions _options;
    readonly Channel<EventRow> _waiting;
    readonly CancellationTokenSource _abandon = new();
    readonly Task _sending;
    long _given;
    long _sent;
    long _refused;
    long _dropped;
    AttuneApiException? _failure;
    int _ended;

    /// <summary>Begins to send.</summary>
    /// <param name="client">Carries the batches, with its own tries. Not disposed of here.</param>
    /// <param name="options">Sizes and waits; null for the defaults.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of its range.</exception>
    public EventSender(AttuneClient client, EventSenderOptions? options = null)
    {
        (_client, _options) = (client, (options ?? new()).Checked());
        _waiting = Channel.CreateBounded<EventRow>(
            new BoundedChannelOptions(_options.Capacity) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true },
            _ => Interlocked.Increment(ref _dropped));
        _sending = Task.Run(SendAllAsync);
    }

    /// <summary>Events that are durable at the server.</summary>
    public long Sent => Interlocked.Read(ref _sent);

    /// <summary>Events the server refused: sending them again would not help.</summary>
    public long Refused => Interlocked.Read(ref _refused);

    /// <summary>Events lost here: pushed out by newer ones, or still held when the time to end was over.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>Events in line or on their way: neither durable nor refused nor lost yet.</summary>
    public long Waiting
    {
        get
        {
            // What was given is read last: an event that ends in between is never counted below nothing.
            var ended = Sent + Refused + Dropped;
            return Interlocked.Read(ref _given) - ended;
        }
    }

    /// <summary>What the last batch met that was not taken; null where the last one was.</summary>
    public AttuneApiException? LastFailure => Volatile.Read(ref _failure);

    /// <summary>Puts an event in line and returns at once. Id and time are given here where the row has none.</summary>
    /// <returns>False after the end: the row is dropped and counted.</returns>
    public bool Send(EventRow row)
    {
        var named = row with
        {
            EventId = row.EventId ?? Guid.CreateVersion7().ToString("n"),
            Timestamp = row.Timestamp ?? _options.Clock.GetUtcNow(),
        };
        Interlocked.Increment(ref _given);
        if (_waiting.Writer.TryWrite(named))
        {
            return true;
        }

        Interlocked.Increment(ref _dropped);
        return false;
    }

    /// <summary>Takes no more, sends what waits, and ends.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _ended, 1) == 1)
        {
            await _sending;
            return;
        }

        _waiting.Writer.Complete();
        try
        {
            await _sending.WaitAsync(_options.FlushTime, _options.Clock);
        }
        catch (TimeoutException)
        {
            await _abandon.CancelAsync();
            await _sending;
        }

        _abandon.Dispose();
    }

    async Task SendAllAsync()
    {
        List<EventRow> batch = [];
        try
        {
            while (await _waiting.Reader.WaitToReadAsync(_abandon.Token))
            {
                await GatherAsync(batch);
                await SendAsync(batch);
                batch.Clear();
            }
        }
        catch (OperationCanceledException) when (_abandon.IsCancellationRequested)
        {
            Interlocked.Add(ref _dropped, batch.Count + _waiting.Reader.Count);
        }
    }

    async Task GatherAsync(List<EventRow> batch)
    {
        using var over = new CancellationTokenSource(_options.BatchTime, _options.Clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(over.Token, _abandon.Token);
        try
        {
            do
            {
                while (batch.Count < _options.BatchEvents && _waiting.Reader.TryRead(out var row))
                {
                    batch.Add(row);
                }
            }
            while (batch.Count < _options.BatchEvents && await _waiting.Reader.WaitToReadAsync(either.Token));
        }
        catch (OperationCanceledException) when (!_abandon.IsCancellationRequested)
        {
            // The time is over: what there is goes.
        }
    }

    async Task SendAsync(List<EventRow> batch)
    {
        while (true)
        {
            try
            {
                var answer = await _client.SendEventsAsync(batch, _abandon.Token);
                Interlocked.Add(ref _sent, answer.Accepted + answer.Duplicates);
                Interlocked.Add(ref _refused, answer.Refused);
                Volatile.Write(ref _failure, null);
                return;
            }
            catch (AttuneApiException failure)
            {
                Volatile.Write(ref _failure, failure);
                if (failure.Status is >= 400 and < 500 and not (408 or 429))
                {
                    Interlocked.Add(ref _refused, batch.Count);
                    return;
                }
            }

            await Task.Delay(_options.Pause, _options.Clock, _abandon.Token);
        }
    }
}
