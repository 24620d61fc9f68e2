using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;

namespace Attune.Cluster.ClickHouse;

/// <summary>Carries statements to ClickHouse over HTTP and answers back.</summary>
/// <remarks>
/// <para><b>Failure.</b> A server that cannot be reached or goes silent is a <see cref="ClickHouseException"/>. What may be
/// repeated is, after waits that double and vary. When half of the calls fail, further ones fail at once for
/// <see cref="ClickHouseSettings.BreakTime"/>, so that no one waits for what is not there.</para>
/// <para><b>Concurrency.</b> Any number of calls at once, each on a connection of its own out of a pool.</para>
/// </remarks>
sealed class ClickHouseClient : IDisposable
{
    const int LongestError = 64 << 10;

    readonly ClickHouseSettings _settings;
    readonly TimeProvider _clock;
    readonly Uri _server;
    readonly HttpClient _http;
    readonly Breaker _breaker;
    readonly ResiliencePipeline _once;
    readonly ResiliencePipeline _repeated;

    public ClickHouseClient(ClickHouseSettings settings, TimeProvider clock)
    {
        (_settings, _clock, _server) = (settings, clock, new Uri(settings.Url));
        _breaker = new Breaker("clickhouse", _server.Authority);
        _http = new HttpClient(new SocketsHttpHandler
        {
            ConnectTimeout = settings.ConnectTime,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            PooledConnectionIdleTimeout = TimeSpan.FromSeconds(5), // Below the server's own, so that a connection is not used as it is closed.
            UseCookies = false,
            UseProxy = false,
            AllowAutoRedirect = false,
        })
        { Timeout = Timeout.InfiniteTimeSpan };
        var breaker = new CircuitBreakerStrategyOptions
        {
            ShouldHandle = new PredicateBuilder().Handle<ClickHouseException>(failure => failure.IsAway),
            FailureRatio = 0.5,
            MinimumThroughput = settings.BreakAfter,
            SamplingDuration = settings.AnswerTime + TimeSpan.FromSeconds(30),
            BreakDuration = settings.BreakTime,
        };
        _breaker.Watch(breaker);
        _once = new ResiliencePipelineBuilder { TimeProvider = clock }.AddCircuitBreaker(breaker).Build();
        _repeated = settings.Retries == 0 ? _once : new ResiliencePipelineBuilder { TimeProvider = clock }.AddRetry(Retrying()).AddPipeline(_once).Build();
    }

    RetryStrategyOptions Retrying()
    {
        var retrying = new RetryStrategyOptions
        {
            ShouldHandle = new PredicateBuilder().Handle<ClickHouseException>(failure => failure.MayPass),
            MaxRetryAttempts = _settings.Retries,
            BackoffType = DelayBackoffType.Exponential,
            Delay = _settings.FirstRetry,
            UseJitter = true,
        };
        _breaker.Watch(retrying);
        return retrying;
    }

    /// <summary>Carries out a statement and gives its answer as text, without the last line end.</summary>
    /// <exception cref="ClickHouseException">It could not be carried out.</exception>
    public async ValueTask<string> TextAsync(ClickHouseCall call, CancellationToken cancellation) =>
        await SentAsync(call, async (answer, stop) => (await answer.TextAsync(int.MaxValue, stop)).TrimEnd('\n'), cancellation);

    /// <summary>Carries out a statement whose answer is read as it comes; the caller disposes of it.</summary>
    /// <exception cref="ClickHouseException">It was refused, or the server is away. What goes wrong later is told by the reading.</exception>
    public async ValueTask<SilenceLimit> OpenAsync(ClickHouseCall call, CancellationToken cancellation) =>
        await SentAsync(call, (answer, _) => ValueTask.FromResult(answer), cancellation, keep: true);

    public void Dispose()
    {
        _http.Dispose();
        _breaker.Dispose();
    }

    async ValueTask<T> SentAsync<T>(
        ClickHouseCall call, Func<SilenceLimit, CancellationToken, ValueTask<T>> use, CancellationToken cancellation, bool keep = false)
    {
        try
        {
            return await (call.MayRepeat ? _repeated : _once).ExecuteAsync(
                async stop =>
                {
                    var answer = await SendAsync(call, stop);
                    try
                    {
                        return await use(answer, stop);
                    }
                    finally
                    {
                        if (!keep)
                        {
                            answer.Dispose();
                        }
                    }
                },
                cancellation);
        }
        catch (BrokenCircuitException broken)
        {
            _breaker.TurnedAway();
            throw ClickHouseException.Away(_server, call.Doing, "it has failed too often just now and is not asked again before a moment has passed", broken);
        }
    }

    async ValueTask<SilenceLimit> SendAsync(ClickHouseCall call, CancellationToken cancellation)
    {
        var silence = call.Silence ?? _settings.AnswerTime;
        using var request = RequestOf(call);
        using var late = new CancellationTokenSource(silence, _clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellation);
        HttpResponseMessage? response = null;
        try
        {
            response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            var answer = new SilenceLimit(response, await response.Content.ReadAsStreamAsync(either.Token), _server, call.Doing, silence, _clock);
            if (response.IsSuccessStatusCode)
            {
                response = null;
                return answer;
            }

            var said = await answer.TextAsync(LongestError, either.Token);
            throw response.StatusCode is HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout
                ? ClickHouseException.Away(_server, call.Doing, $"{(int)response.StatusCode} {said}")
                : ClickHouseException.Refused(_server, call.Doing, said.Length > 0 ? said : $"HTTP {(int)response.StatusCode}");
        }
        catch (OperationCanceledException cancelled) when (!cancellation.IsCancellationRequested)
        {
            throw ClickHouseException.Away(_server, call.Doing, $"{Silent()} did not answer within {silence.TotalSeconds:0.###} s", cancelled);
        }
        catch (HttpRequestException unreached)
        {
            throw ClickHouseException.Away(_server, call.Doing, unreached.InnerException?.Message ?? unreached.Message, unreached);
        }
        finally
        {
            response?.Dispose();
        }
    }

    string Silent() => _settings.ClusterName.Length == 0 ? "it" : $"it, or another server of the cluster {_settings.ClusterName},";

    HttpRequestMessage RequestOf(ClickHouseCall call)
    {
        var parameters = new List<(string Name, string Value)>();
        if (call.Database is { } database)
        {
            parameters.Add(("database", database));
        }

        if (call.QueryId is { } id)
        {
            parameters.Add(("query_id", id));
        }

        if (call.Rows is not null)
        {
            parameters.Add(("query", call.Sql));
        }

        if (_settings.ClusterName.Length > 0)
        {
            // Whatever the server's own profile says: half of the rows is no answer.
            parameters.Add(("skip_unavailable_shards", "0"));
        }

        parameters.AddRange(call.Settings);
        var query = string.Join('&', parameters.Select(parameter => $"{parameter.Name}={Uri.EscapeDataString(parameter.Value)}"));
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri(_server, "/?" + query));
        var asked = call.IsQuestion && _settings.QuestionUser.Length > 0;
        request.Headers.Add("X-ClickHouse-User", asked ? _settings.QuestionUser : _settings.User);
        var password = asked ? _settings.QuestionPassword : _settings.Password;
        if (password.Length > 0)
        {
            request.Headers.Add("X-ClickHouse-Key", password);
        }

        request.Content = call.Rows is { } rows ? Body(rows) : new ByteArrayContent(Encoding.UTF8.GetBytes(call.Sql));
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        return request;

        HttpContent Body(ReadOnlyMemory<byte> bytes)
        {
            if (!_settings.Compress)
            {
                return new ReadOnlyMemoryContent(bytes);
            }

            using var packed = new MemoryStream();
            using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            {
                gzip.Write(bytes.Span);
            }

            var content = new ByteArrayContent(packed.GetBuffer(), 0, (int)packed.Length);
            content.Headers.ContentEncoding.Add("gzip");
            return content;
        }
    }

    /// <summary>A number as ClickHouse's settings take it.</summary>
    internal static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);
}
