using System.Net;
using System.Security.Cryptography;

namespace Attune.Client;

/// <summary>Sends one request again where the failure is likely to pass: 429, 503, no connection, a try out of time.</summary>
/// <remarks>
/// Only for requests that may be sent twice without harm. Every request of <see cref="AttuneClient"/> is one: writes name
/// what they write, and events carry ids made before the first try.
/// </remarks>
sealed class Retrying(HttpClient http, AttuneClientOptions options)
{
    readonly Random _jitter = new(options.Seed ?? RandomNumberGenerator.GetInt32(int.MaxValue));
    readonly Lock _gate = new();

    /// <summary>The first answer that is not worth another try, or the last answer.</summary>
    /// <exception cref="AttuneApiException">No try was answered.</exception>
    public async Task<HttpResponseMessage> SendAsync(Func<HttpRequestMessage> make, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            TimeSpan? asked;
            try
            {
                var answer = await TryAsync(make, cancellation);
                if (attempt >= options.Tries
                    || answer.StatusCode is not (HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable))
                {
                    return answer;
                }

                asked = answer.Headers.RetryAfter?.Delta;
                answer.Dispose();
            }
            catch (Exception failure) when (failure is HttpRequestException or TimeoutException)
            {
                if (attempt >= options.Tries)
                {
                    throw new AttuneApiException($"No answer after {attempt} tries: {failure.Message}", failure);
                }

                asked = null;
            }

            await Task.Delay(Wait(attempt, asked), options.Clock, cancellation);
        }
    }

    async Task<HttpResponseMessage> TryAsync(Func<HttpRequestMessage> make, CancellationToken cancellation)
    {
        using var timeout = new CancellationTokenSource(options.TryTimeout, options.Clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, timeout.Token);
        using var request = make();
        try
        {
            return await http.SendAsync(request, HttpCompletionOption.ResponseContentRead, either.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new TimeoutException($"{request.Method} {request.RequestUri} took longer than {options.TryTimeout.TotalSeconds} s.");
        }
    }

    TimeSpan Wait(int attempt, TimeSpan? asked)
    {
        double share;
        lock (_gate)
        {
            share = 0.5 + (_jitter.NextDouble() / 2);
        }

        var doubled = options.FirstWait * Math.Pow(2, attempt - 1) * share;
        var wait = asked is { } least && least > doubled ? least : doubled;
        return wait < options.LongestWait ? wait : options.LongestWait;
    }
}
