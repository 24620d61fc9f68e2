using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Attune.Client.Wire;

namespace Attune.Client;

/// <summary>One call over HTTP: writes the body, sends it with retries, reads the answer or throws the problem.</summary>
sealed class WireCalls(HttpClient http, AttuneClientOptions options)
{
    readonly Retrying _retrying = new(http, options);

    public async Task<TAnswer> GetAsync<TAnswer>(string path, JsonTypeInfo<TAnswer> type, CancellationToken cancellation)
    {
        using var answer = await _retrying.SendAsync(() => Request(HttpMethod.Get, path), cancellation);
        return await ReadAsync(answer, type, cancellation);
    }

    public async Task<TAnswer> PostAsync<TAnswer>(string path, JsonTypeInfo<TAnswer> type, CancellationToken cancellation)
    {
        using var answer = await _retrying.SendAsync(() => Request(HttpMethod.Post, path), cancellation);
        return await ReadAsync(answer, type, cancellation);
    }

    public async Task<TAnswer?> FindAsync<TAnswer>(string path, JsonTypeInfo<TAnswer> type, CancellationToken cancellation)
        where TAnswer : class
    {
        using var answer = await _retrying.SendAsync(() => Request(HttpMethod.Get, path), cancellation);
        return answer.StatusCode == HttpStatusCode.NotFound ? null : await ReadAsync(answer, type, cancellation);
    }

    public async Task<TAnswer> CallAsync<TBody, TAnswer>(
        HttpMethod method, string path, TBody body, JsonTypeInfo<TBody> bodyType, JsonTypeInfo<TAnswer> answerType,
        CancellationToken cancellation)
    {
        var bytes = JsonSerializer.SerializeToUtf8Bytes(body, bodyType);
        using var answer = await _retrying.SendAsync(() => Request(method, path, bytes), cancellation);
        return await ReadAsync(answer, answerType, cancellation);
    }

    public async Task CallAsync<TBody>(
        HttpMethod method, string path, TBody body, JsonTypeInfo<TBody> bodyType, CancellationToken cancellation)
    {
        var bytes = JsonSerializer.SerializeToUtf8Bytes(body, bodyType);
        using var answer = await _retrying.SendAsync(() => Request(method, path, bytes), cancellation);
        await ThrowIfProblemAsync(answer, cancellation);
    }

    /// <summary>Once, however long it takes: what is made for minutes is not asked for again by itself.</summary>
    public async Task<TAnswer> TakeAsync<TBody, TAnswer>(
        string path, TBody body, JsonTypeInfo<TBody> type, Func<HttpResponseMessage, Task<TAnswer>> take, CancellationToken cancellation)
    {
        using var request = Request(HttpMethod.Post, path, JsonSerializer.SerializeToUtf8Bytes(body, type));
        using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
        await ThrowIfProblemAsync(answer, cancellation);
        return await take(answer);
    }

    public async Task<TAnswer> DeleteAsync<TAnswer>(string path, JsonTypeInfo<TAnswer> type, CancellationToken cancellation)
    {
        using var answer = await _retrying.SendAsync(() => Request(HttpMethod.Delete, path), cancellation);
        return await ReadAsync(answer, type, cancellation);
    }

    public async Task DeleteAsync(string path, CancellationToken cancellation)
    {
        using var answer = await _retrying.SendAsync(() => Request(HttpMethod.Delete, path), cancellation);
        await ThrowIfProblemAsync(answer, cancellation);
    }

    HttpRequestMessage Request(HttpMethod method, string path, byte[]? body = null)
    {
        var request = new HttpRequestMessage(method, path);
        if (options.Key is { } key)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        }

        if (options.Workspace is { } workspace)
        {
            request.Headers.Add("Attune-Workspace", workspace);
        }

        if (body is not null)
        {
            request.Content = new ByteArrayContent(body);
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        }

        return request;
    }

    static async Task<TAnswer> ReadAsync<TAnswer>(
        HttpResponseMessage answer, JsonTypeInfo<TAnswer> type, CancellationToken cancellation)
    {
        await ThrowIfProblemAsync(answer, cancellation);
        var bytes = await answer.Content.ReadAsByteArrayAsync(cancellation);
        try
        {
            return JsonSerializer.Deserialize(bytes, type) ?? throw new JsonException("It is null.");
        }
        catch (JsonException failure)
        {
            // Something else answers at this address, as the page of a gateway does: the same to a caller as no server.
            throw new AttuneApiException(
                $"{answer.RequestMessage?.RequestUri} answered {(int)answer.StatusCode} with what is no {typeof(TAnswer).Name}: {failure.Message}", failure);
        }
    }

    static async Task ThrowIfProblemAsync(HttpResponseMessage answer, CancellationToken cancellation)
    {
        if (answer.IsSuccessStatusCode)
        {
            return;
        }

        var bytes = await answer.Content.ReadAsByteArrayAsync(cancellation);
        var isProblem = answer.Content.Headers.ContentType?.MediaType == "application/problem+json";
        var problem = isProblem ? JsonSerializer.Deserialize(bytes, WireJson.Default.Problem) : null;
        throw new AttuneApiException(problem ?? new Problem
        {
            Type = "about:blank",
            Title = answer.ReasonPhrase ?? "Error",
            Status = (int)answer.StatusCode,
            Detail = Encoding.UTF8.GetString(bytes.AsSpan(0, Math.Min(bytes.Length, 500))),
        });
    }
}
