using Attune.Client.Wire;

namespace Attune.Server.Problems;

/// <summary>Every kind of error answer there is: type, title and status in one place.</summary>
static class ProblemKinds
{
    /// <summary>A parameter, a field or the body broke a limit.</summary>
    public static Problem Invalid(IReadOnlyList<FieldError> errors) => new()
    {
        Type = "/problems/invalid-request",
        Title = "The request breaks a limit",
        Status = 400,
        Detail = string.Join(' ', errors.Take(3).Select(error => $"{error.Field}: {error.Limit}")),
        Errors = errors,
    };

    /// <summary>One field broke a limit.</summary>
    public static Problem Invalid(string field, string? value, string limit, int? position = null, string? suggestion = null) =>
        Invalid([new(field, Faults.Cut(value), limit, position, suggestion)]);

    /// <summary>No key, or one that does not work.</summary>
    public static Problem Unauthorized(string detail) =>
        new() { Type = "/problems/unauthorized", Title = "A working key is needed", Status = 401, Detail = detail };

    /// <summary>The key's scope does not reach.</summary>
    public static Problem Forbidden(string detail) =>
        new() { Type = "/problems/forbidden", Title = "Not allowed", Status = 403, Detail = detail };

    /// <summary>The address or what it names does not exist.</summary>
    public static Problem NotFound(string detail) =>
        new() { Type = "/problems/not-found", Title = "Not found", Status = 404, Detail = detail };

    /// <summary>The address exists, the method does not.</summary>
    public static Problem MethodNotAllowed(string method, string allowed) => new()
    {
        Type = "/problems/method-not-allowed",
        Title = "The method is not allowed here",
        Status = 405,
        Detail = $"{Faults.Cut(method)} is not allowed here; allowed: {allowed}.",
    };

    /// <summary>Somebody else changed it meanwhile.</summary>
    public static Problem Conflict(string detail) =>
        new() { Type = "/problems/conflict", Title = "It was changed meanwhile", Status = 409, Detail = detail };

    /// <summary>The body or its sending took too long.</summary>
    public static Problem RequestTimeout() => new()
    {
        Type = "/problems/request-timeout",
        Title = "The request came too slowly",
        Status = 408,
        Detail = "The body must arrive at 240 bytes a second or faster.",
    };

    /// <summary>The body is larger than the limit.</summary>
    public static Problem TooLarge(long limit) => new()
    {
        Type = "/problems/body-too-large",
        Title = "The body is too large",
        Status = 413,
        Detail = $"A body may have {limit} bytes. Send several smaller requests.",
        Errors = [new("body", null, $"At most {limit} bytes.")],
    };

    /// <summary>The body is of a type that is not read here.</summary>
    public static Problem UnsupportedMediaType(string? given, string allowed) => new()
    {
        Type = "/problems/unsupported-media-type",
        Title = "The content type is not supported",
        Status = 415,
        Detail = $"Content-Type must be {allowed}.",
        Errors = [new("Content-Type", Faults.Cut(given), $"Must be {allowed}.")],
    };

    /// <summary>Too much is under way; the answer carries <c>Retry-After</c>.</summary>
    public static Problem Overloaded(string detail) =>
        new() { Type = "/problems/overloaded", Title = "Too many requests", Status = 429, Detail = detail };

    /// <summary>Something unforeseen; the log has it.</summary>
    public static Problem Internal(string traceId) => new()
    {
        Type = "/problems/internal",
        Title = "Something failed inside",
        Status = 500,
        Detail = $"The server's log says more under {traceId}.",
    };

    /// <summary>Not up yet, going down, or out of time; the answer carries <c>Retry-After</c>.</summary>
    public static Problem Unavailable(string detail) =>
        new() { Type = "/problems/unavailable", Title = "Not available now", Status = 503, Detail = detail };

    /// <summary>The node lacks the role.</summary>
    public static Problem OtherNode(string needed, string roles) => new()
    {
        Type = "/problems/other-node",
        Title = "Another node answers this",
        Status = 421,
        Detail = $"This needs a node with the role {needed}; this one has {roles}.",
    };

    /// <summary>The disk took no more: nothing was stored.</summary>
    public static Problem StorageFailed(string detail) =>
        new() { Type = "/problems/storage-failed", Title = "The storage takes no more", Status = 507, Detail = detail };

    /// <summary>For any other status the framework gives.</summary>
    public static Problem Other(int status, string detail) =>
        new() { Type = "about:blank", Title = Microsoft.AspNetCore.WebUtilities.ReasonPhrases.GetReasonPhrase(status), Status = status, Detail = detail };
}
