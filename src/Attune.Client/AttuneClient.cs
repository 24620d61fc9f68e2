using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Attune.Client.Wire;

namespace Attune.Client;

/// <summary>The HTTP interface of Attune as methods. One per server and key; safe for use by many callers at once.</summary>
/// <remarks>
/// <para><b>Again.</b> A call that meets 429, 503, no connection or a time-out is sent again (see
/// <see cref="AttuneClientOptions"/>), with jitter and never before the server's <c>Retry-After</c>. Events get their ids
/// before the first try, so that one sent twice is counted once.</para>
/// <para><b>Errors.</b> Every other error answer is an <see cref="AttuneApiException"/> that carries the problem.</para>
/// </remarks>
/// <param name="http">Carries the requests; its base address is the server's. Not disposed of here.</param>
/// <param name="options">How to reach the server; null for the defaults.</param>
public sealed class AttuneClient(HttpClient http, AttuneClientOptions? options = null)
{
    readonly AttuneClientOptions _options = options ?? new();
    readonly Retrying _retrying = new(http, options ?? new());

    /// <summary>Sends events; at most 10 000.</summary>
    /// <returns>A verdict for each, also where every one was refused.</returns>
    public Task<EventsAnswer> SendEventsAsync(IReadOnlyList<EventRow> events, CancellationToken cancellation = default)
    {
        IReadOnlyList<EventRow> named =
            [.. events.Select(row => row.EventId is null ? row with { EventId = Guid.CreateVersion7().ToString("n") } : row)];
        return CallAsync(HttpMethod.Post, "v1/events", named, WireJson.Default.IReadOnlyListEventRow, WireJson.Default.EventsAnswer, cancellation);
    }

    /// <summary>Sends one event; a refusal is an <see cref="AttuneApiException"/>.</summary>
    public Task<EventsAnswer> SendEventAsync(EventRow row, CancellationToken cancellation = default)
    {
        var named = row.EventId is null ? row with { EventId = Guid.CreateVersion7().ToString("n") } : row;
        return CallAsync(HttpMethod.Post, "v1/events", named, WireJson.Default.EventRow, WireJson.Default.EventsAnswer, cancellation);
    }

    /// <summary>Recommendations by the general question.</summary>
    public Task<RecommendationAnswer> RecommendAsync(RecommendationQuestion question, CancellationToken cancellation = default) =>
        CallAsync(
            HttpMethod.Post, "v1/recommendations", question, WireJson.Default.RecommendationQuestion,
            WireJson.Default.RecommendationAnswer, cancellation);

    /// <summary>Writes one item's properties whole.</summary>
    public Task PutItemAsync(string id, JsonElement properties, CancellationToken cancellation = default) =>
        CallAsync(HttpMethod.Put, "v1/items/" + Uri.EscapeDataString(id), properties, WireJson.Default.JsonElement, cancellation);

    /// <summary>Writes the named properties of one item and keeps the others; a null value removes one.</summary>
    public Task PatchItemAsync(string id, JsonElement properties, CancellationToken cancellation = default) =>
        CallAsync(HttpMethod.Patch, "v1/items/" + Uri.EscapeDataString(id), properties, WireJson.Default.JsonElement, cancellation);

    /// <summary>Writes items whole; at most 10 000.</summary>
    public Task<PropertiesAnswer> PutItemsAsync(IReadOnlyList<PropertiesRow> items, CancellationToken cancellation = default) =>
        CallAsync(
            HttpMethod.Post, "v1/items", items, WireJson.Default.IReadOnlyListPropertiesRow, WireJson.Default.PropertiesAnswer, cancellation);

    /// <summary>One item, or null.</summary>
    public Task<PropertiesRow?> FindItemAsync(string id, CancellationToken cancellation = default) =>
        FindAsync("v1/items/" + Uri.EscapeDataString(id), WireJson.Default.PropertiesRow, cancellation);

    /// <summary>Takes an item out of the catalog; nothing happens where there is none.</summary>
    public Task DeleteItemAsync(string id, CancellationToken cancellation = default) =>
        DeleteAsync("v1/items/" + Uri.EscapeDataString(id), cancellation);

    /// <summary>Writes one user's properties whole.</summary>
    public Task PutUserAsync(string id, JsonElement properties, CancellationToken cancellation = default) =>
        CallAsync(HttpMethod.Put, "v1/users/" + Uri.EscapeDataString(id), properties, WireJson.Default.JsonElement, cancellation);

    /// <summary>Writes users whole; at most 10 000.</summary>
    public Task<PropertiesAnswer> PutUsersAsync(IReadOnlyList<PropertiesRow> users, CancellationToken cancellation = default) =>
        CallAsync(
            HttpMethod.Post, "v1/users", users, WireJson.Default.IReadOnlyListPropertiesRow, WireJson.Default.PropertiesAnswer, cancellation);

    /// <summary>One user's properties, or null.</summary>
    public Task<PropertiesRow?> FindUserAsync(string id, CancellationToken cancellation = default) =>
        FindAsync("v1/users/" + Uri.EscapeDataString(id), WireJson.Default.PropertiesRow, cancellation);

    /// <summary>What is known of a user just now; empty for one never seen.</summary>
    public Task<ProfileAnswer> ProfileAsync(string id, CancellationToken cancellation = default) =>
        GetAsync($"v1/users/{Uri.EscapeDataString(id)}/profile", WireJson.Default.ProfileAnswer, cancellation);

    /// <summary>The generations kept, newest first.</summary>
    public Task<GenerationsAnswer> GenerationsAsync(CancellationToken cancellation = default) =>
        GetAsync("v1/generations", WireJson.Default.GenerationsAnswer, cancellation);

    /// <summary>Starts a job, as <c>train</c>; where one of the kind runs already, that one is answered.</summary>
    public Task<JobInfo> StartJobAsync(string kind, CancellationToken cancellation = default) =>
        CallAsync(HttpMethod.Post, "v1/jobs", new(kind), WireJson.Default.JobStart, WireJson.Default.JobInfo, cancellation);

    /// <summary>One job.</summary>
    public Task<JobInfo> JobAsync(string id, CancellationToken cancellation = default) =>
        GetAsync("v1/jobs/" + Uri.EscapeDataString(id), WireJson.Default.JobInfo, cancellation);

    /// <summary>Answers one read-only SQL statement on the history.</summary>
    public Task<SqlAnswer> QueryAsync(SqlQuestion question, CancellationToken cancellation = default) =>
        CallAsync(HttpMethod.Post, "v1/query", question, WireJson.Default.SqlQuestion, WireJson.Default.SqlAnswer, cancellation);

    /// <summary>The workspace in numbers.</summary>
    public Task<StatusAnswer> StatusAsync(CancellationToken cancellation = default) =>
        GetAsync("v1/status", WireJson.Default.StatusAnswer, cancellation);

    async Task<TAnswer> GetAsync<TAnswer>(string path, JsonTypeInfo<TAnswer> type, CancellationToken cancellation)
    {
        using var answer = await _retrying.SendAsync(() => Request(HttpMethod.Get, path), cancellation);
        return await ReadAsync(answer, type, cancellation);
    }

    async Task<TAnswer?> FindAsync<TAnswer>(string path, JsonTypeInfo<TAnswer> type, CancellationToken cancellation)
        where TAnswer : class
    {
        using var answer = await _retrying.SendAsync(() => Request(HttpMethod.Get, path), cancellation);
        return answer.StatusCode == HttpStatusCode.NotFound ? null : await ReadAsync(answer, type, cancellation);
    }

    async Task<TAnswer> CallAsync<TBody, TAnswer>(
        HttpMethod method, string path, TBody body, JsonTypeInfo<TBody> bodyType, JsonTypeInfo<TAnswer> answerType,
        CancellationToken cancellation)
    {
        var bytes = JsonSerializer.SerializeToUtf8Bytes(body, bodyType);
        using var answer = await _retrying.SendAsync(() => Request(method, path, bytes), cancellation);
        return await ReadAsync(answer, answerType, cancellation);
    }

    async Task CallAsync<TBody>(
        HttpMethod method, string path, TBody body, JsonTypeInfo<TBody> bodyType, CancellationToken cancellation)
    {
        var bytes = JsonSerializer.SerializeToUtf8Bytes(body, bodyType);
        using var answer = await _retrying.SendAsync(() => Request(method, path, bytes), cancellation);
        await ThrowIfProblemAsync(answer, cancellation);
    }

    async Task DeleteAsync(string path, CancellationToken cancellation)
    {
        using var answer = await _retrying.SendAsync(() => Request(HttpMethod.Delete, path), cancellation);
        await ThrowIfProblemAsync(answer, cancellation);
    }

    HttpRequestMessage Request(HttpMethod method, string path, byte[]? body = null)
    {
        var request = new HttpRequestMessage(method, path);
        if (_options.Key is { } key)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        }

        if (_options.Workspace is { } workspace)
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
        return JsonSerializer.Deserialize(bytes, type)
            ?? throw new JsonException($"The server answered null where {typeof(TAnswer).Name} was expected.");
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
