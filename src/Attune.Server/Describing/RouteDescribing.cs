using Attune.Client.Wire;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Http.Timeouts;

namespace Attune.Server.Describing;

/// <summary>Maps a route with its description.</summary>
static class RouteDescribing
{
    static readonly string[] Json = ["application/json"];
    static readonly string[] JsonOrLines = ["application/json", "application/x-ndjson", "application/ndjson", "application/jsonl"];
    static readonly string[] ProblemJson = ["application/problem+json"];
    static readonly int[] KeyProblems = [400, 401, 403, 429, 503];

    /// <summary>Maps one method of one route to a handler.</summary>
    public static void Map(
        this IEndpointRouteBuilder routes, string method, string pattern, RequestDelegate handler, EndpointDescription description)
    {
        var metadata = new List<object>
        {
            description,
            new RequestTimeoutPolicy { Timeout = description.Longest, TimeoutStatusCode = StatusCodes.Status503ServiceUnavailable },
            // The description of the API is made from methods; a plain delegate does not show its own.
            handler.Method,
            new TagsAttribute(description.Group),
            new EndpointSummaryAttribute(description.Summary),
        };
        foreach (var (status, answer) in description.Others.Prepend((description.Status, description.Answer)))
        {
            // Without a type, even none, the document would leave the status out.
            metadata.Add(new ProducesResponseTypeMetadata(status, answer ?? typeof(void), answer is null ? [] : [description.AnswerType]));
        }

        if (description.Remarks is { } remarks)
        {
            metadata.Add(new EndpointDescriptionAttribute(remarks));
        }

        if (description.Body is { } body)
        {
            metadata.Add(new AcceptsMetadata(description.TakesLines ? JsonOrLines : Json, body, description.BodyIsOptional));
        }

        foreach (var status in description.Problems.Concat(description.Scope is null ? [] : KeyProblems).Distinct().Order())
        {
            metadata.Add(new ProducesResponseTypeMetadata(status, typeof(Problem), ProblemJson));
        }

        routes.MapMethods(pattern, [method], handler).WithMetadata([.. metadata]);
    }
}
