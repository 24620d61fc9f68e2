using System.Text;

namespace Attune.Cluster.Redis;

/// <summary>One connection for any number of callers: commands go out as they come, replies are given out in the same order.</summary>
/// <remarks>
/// <para><b>Time.</b> Each call has a deadline. One that passes it fails by itself and its late reply is dropped; a server that says
/// nothing at all for the time-out while calls wait loses the connection.</para>
/// <para><b>Bounds.</b> Calls that wait are counted and turned off beyond the setting; a caller waits while more than
/// <see cref="MostUnsent"/> bytes are unsent.</para>
/// </remarks>
sealed class RedisConnection : IAsyncDisposable
{
    const int MostUnsent = 8 << 20;
    const int Chunk = 64 << 10;

    readonly RedisEndpoint _endpoint;
    readonly RedisSettings _settings;
    readonly TimeProvider _clock;
    readonly Stream _stream;
    readonly Lock _gate = new();
    readonly Queue<RedisCall> _waiting = new();
    readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    readonly ITimer _watch;
    byte[] _filling = new byte[Chunk];
    byte[] _sending = new byte[Chunk];
    int _filled;
    bool _isSending;
    TaskCompletionSource? _room;
    long _heardAt;
    volatile Exception? _fault;

    RedisConnection(RedisEndpoint endpoint, RedisSettings settings, TimeProvider clock, Stream stream)
    {
        (_endpoint, _settings, _clock, _stream, _heardAt) = (endpoint, settings, clock, stream, clock.GetTimestamp());
        var look = settings.Timeout / 10;
        _watch = clock.CreateTimer(static self => ((RedisConnection)self!).Watch(), this, look, look);
        _ = Task.Run(ReadAsync);
    }

    /// <summary>Which server it is, as it said at the beginning.</summary>
    public RedisIdentity Identity { get; private set; }

    /// <summary>True until it is cut.</summary>
    public bool IsOpen => _fault is null;

    /// <summary>Ends when the connection does.</summary>
    public Task Closed => _closed.Task;

    /// <summary>Connects and logs in.</summary>
    /// <exception cref="RedisUnavailableException">Nobody answers.</exception>
    /// <exception cref="RedisException">The server refuses user, password or database.</exception>
    public static async Task<RedisConnection> OpenAsync(
        RedisEndpoint endpoint, RedisSettings settings, TimeProvider clock, CancellationToken cancellation)
    {
        RedisConnection? connection = null;
        try
        {
            connection = new(endpoint, settings, clock, await RedisWire.OpenAsync(endpoint, settings, cancellation));
            await connection.GreetAsync(cancellation);
            return connection;
        }
        catch (Exception fault)
        {
            if (connection is not null)
            {
                await connection.DisposeAsync();
            }

            throw fault is RedisException || cancellation.IsCancellationRequested
                ? fault
                : new RedisUnavailableException($"Redis {endpoint} cannot be reached: {fault.Message}", fault);
        }
    }

    /// <summary>Sends a command.</summary>
    /// <param name="command">Which.</param>
    /// <param name="deadline">Until when the answer counts, as a timestamp of the clock.</param>
    /// <param name="asking">Whether the slot is on its way to this server, and it is asked for it all the same.</param>
    /// <returns>The reply, errors of the server included.</returns>
    /// <exception cref="RedisUnavailableException">No answer by the deadline, the connection is cut, or too many calls wait.</exception>
    public Task<RedisReply> SendAsync(RedisCommand command, long deadline, bool asking = false)
    {
        var call = new RedisCall(command.Name, deadline);
        lock (_gate)
        {
            if (_fault is not null)
            {
                return Task.FromException<RedisReply>(Cut(command.Name));
            }

            if (_waiting.Count >= _settings.Queue)
            {
                return Task.FromException<RedisReply>(new RedisUnavailableException(
                    $"Redis {_endpoint} is not asked for {command.Name}: {_waiting.Count} calls wait already, the limit is {_settings.Queue}."));
            }

            if (_filled > MostUnsent)
            {
                return SendLaterAsync((_room ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task, command, deadline, asking);
            }

            if (_waiting.Count == 0)
            {
                Volatile.Write(ref _heardAt, _clock.GetTimestamp());
            }

            if (asking)
            {
                Write(new RedisCommand("ASKING"));
                _waiting.Enqueue(new RedisCall("ASKING", deadline));
            }

            Write(command);
            _waiting.Enqueue(call);
            if (!_isSending)
            {
                _isSending = true;
                ThreadPool.UnsafeQueueUserWorkItem(static self => _ = self.FlushAsync(), this, preferLocal: false);
            }
        }

        return call.Task;
    }

    public async ValueTask DisposeAsync()
    {
        End(new ObjectDisposedException(nameof(RedisConnection)));
        await _watch.DisposeAsync();
        await _stream.DisposeAsync();
    }

    async Task<RedisReply> SendLaterAsync(Task room, RedisCommand command, long deadline, bool asking)
    {
        try
        {
            var left = _clock.GetElapsedTime(_clock.GetTimestamp(), deadline);
            await room.WaitAsync(left > TimeSpan.Zero ? left : TimeSpan.Zero, _clock);
        }
        catch (TimeoutException)
        {
            throw Late(command.Name);
        }

        return await SendAsync(command, deadline, asking);
    }

    async Task GreetAsync(CancellationToken cancellation)
    {
        var deadline = _clock.GetTimestamp() + (long)(_settings.Timeout.TotalSeconds * _clock.TimestampFrequency);
        if (_settings.Password is { } password)
        {
            byte[][] arguments = _settings.User is { } user ? [Encoding.UTF8.GetBytes(user), Encoding.UTF8.GetBytes(password)] : [Encoding.UTF8.GetBytes(password)];
            await ExpectAsync(new RedisCommand("AUTH", arguments));
        }

        if (_settings.Database != 0)
        {
            await ExpectAsync(new RedisCommand("SELECT", Encoding.ASCII.GetBytes($"{_settings.Database}")));
        }

        Identity = RedisIdentity.Of((await ExpectAsync(new RedisCommand("INFO"))).Text);

        async Task<RedisReply> ExpectAsync(RedisCommand command)
        {
            var reply = await SendAsync(command, deadline).WaitAsync(cancellation);
            return reply.Kind != RedisReplyKind.Error
                ? reply
                : throw new RedisException($"Redis {_endpoint} refused {command.Name}{As()}: {reply.Text}") { Code = reply.Code };
        }

        string As() => _settings switch
        {
            { User: { } user } => $" as user \"{user}\"",
            { Password: not null } => " with a password and no user",
            _ => " with neither user nor password",
        };
    }

    void Write(RedisCommand command)
    {
        if (_filling.Length - _filled < command.Bytes)
        {
            Array.Resize(ref _filling, Math.Max(_filling.Length * 2, _filled + command.Bytes));
        }

        _filled += command.Write(_filling.AsSpan(_filled));
    }

    async Task FlushAsync()
    {
        try
        {
            while (true)
            {
                int count;
                lock (_gate)
                {
                    if (_filled == 0 || _fault is not null)
                    {
                        _isSending = false;
                        return;
                    }

                    // A buffer that one large value has made large is not kept.
                    (_sending, _filling, count, _filled) = (_filling, _sending.Length > 16 * Chunk ? new byte[Chunk] : _sending, _filled, 0);
                    _room?.TrySetResult();
                    _room = null;
                }

                await _stream.WriteAsync(_sending.AsMemory(0, count));
            }
        }
        catch (Exception fault) when (fault is IOException or ObjectDisposedException or InvalidOperationException)
        {
            End(fault);
        }
    }

    async Task ReadAsync()
    {
        var reader = new RedisReplyReader();
        var buffer = new byte[Chunk];
        try
        {
            while (true)
            {
                var count = await _stream.ReadAsync(buffer);
                if (count == 0)
                {
                    throw new EndOfStreamException("the server closed it");
                }

                Volatile.Write(ref _heardAt, _clock.GetTimestamp());
                Take(reader, buffer.AsSpan(0, count));
            }
        }
        catch (Exception fault) when (fault is IOException or ObjectDisposedException or InvalidDataException or InvalidOperationException)
        {
            End(fault);
        }
    }

    void Take(RedisReplyReader reader, ReadOnlySpan<byte> input)
    {
        while (input.Length > 0 && reader.TryRead(ref input, out var reply))
        {
            RedisCall? call;
            lock (_gate)
            {
                _ = _waiting.TryDequeue(out call);
            }

            // Late calls have failed by then, and let go of the reply.
            (call ?? throw new InvalidDataException("A reply came that nobody asked for.")).TrySetResult(reply);
        }
    }

    void Watch()
    {
        var now = _clock.GetTimestamp();
        List<RedisCall>? late = null;
        bool isSilent;
        lock (_gate)
        {
            foreach (var call in _waiting)
            {
                if (call.Deadline <= now && !call.Task.IsCompleted)
                {
                    (late ??= []).Add(call);
                }
            }

            isSilent = _waiting.Count > 0 && _clock.GetElapsedTime(Volatile.Read(ref _heardAt), now) >= _settings.Timeout;
        }

        foreach (var call in late ?? [])
        {
            call.TrySetException(Late(call.Name));
        }

        if (isSilent)
        {
            End(new TimeoutException($"no word for {_settings.Timeout.TotalSeconds:0.###} s"));
        }
    }

    void End(Exception fault)
    {
        RedisCall[] cut;
        lock (_gate)
        {
            if (_fault is not null)
            {
                return;
            }

            _fault = fault;
            cut = [.. _waiting];
            _waiting.Clear();
            _room?.TrySetResult();
            _room = null;
        }

        _watch.Dispose();
        _stream.Dispose();
        foreach (var call in cut)
        {
            call.TrySetException(Cut(call.Name));
        }

        _closed.TrySetResult();
    }

    RedisUnavailableException Late(string name) =>
        new($"Redis {_endpoint} did not answer {name} within {_settings.Timeout.TotalSeconds:0.###} s.");

    RedisUnavailableException Cut(string name) =>
        new($"The connection to Redis {_endpoint} was cut before it answered {name}: {_fault?.Message}", _fault);
}
