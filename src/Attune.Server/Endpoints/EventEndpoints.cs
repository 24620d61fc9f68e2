using Attune.Access;
using Attune.Client.Wire;
using Attune.Events;
using Attune.Server.Access;
using Attune.Server.Bodies;
using Attune.Server.Describing;
using Attune.Server.Problems;

namespace Attune.Server.Endpoints;

/// <summary>Behaviour in.</summary>
static class EventEndpoints
{
    /// <summary>Maps it.</summary>
    public static void Map(IEndpointRouteBuilder routes) => routes.Map("POST", "/v1/events", PostAsync, new()
    {
        Group = "Events",
        Summary = "Takes events in: one, an array, or lines; up to 10 000 and 16 MiB.",
        Remarks = "Answers once the accepted events are durable, with a verdict for each row and a token that recommendations take as after. "
            + "A single event that is refused is 400; a batch is 200 whatever its rows' verdicts, so that one bad row does not make the good ones be sent again. "
            + "An event whose eventId was seen before is a duplicate and changes nothing. On 429, 503 and 507 no row was taken: send all again.",
        Scope = ApiScope.Read,
        Body = typeof(IReadOnlyList<EventRow>),
        TakesLines = true,
        Answer = typeof(EventsAnswer),
        Problems = [413, 415, 507],
        Longest = TimeSpan.FromMinutes(1),
    });

    static async Task PostAsync(HttpContext context)
    {
        using var body = await RequestBody.ReadAsync(context, takesLines: true);
        if (body is null)
        {
            return;
        }

        var ingest = Caller.Of(context).Tenant.Workspace.Ingest;
        switch (ingest.Read(body.Bytes.Span, context.Request.ContentType))
        {
            case EventBody.Refused(var refusal):
                await ProblemAnswer.WriteAsync(context, ProblemKinds.Invalid(refusal.Field, refusal.Value, refusal.Limit));
                break;
            case EventBody.Rows([{ Refusal: { } refusal }]) when IsSingle(body):
                await ProblemAnswer.WriteAsync(context, ProblemKinds.Invalid(refusal.Field, refusal.Value, refusal.Limit));
                break;
            case EventBody.Rows(var rows):
                await AnswerAsync(context, await ingest.AcceptAsync(rows, context.RequestAborted));
                break;
        }
    }

    static async Task AnswerAsync(HttpContext context, IngestOutcome outcome)
    {
        switch (outcome)
        {
            case IngestOutcome.Answered answered:
                context.Response.ContentType = JsonAnswer.ContentType;
                EventsText.Write(context.Response.BodyWriter, answered);
                await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
                break;
            case IngestOutcome.Overloaded overloaded:
                await ProblemAnswer.WriteAsync(
                    context, ProblemKinds.Overloaded("The log is full of waiting events; none of these was taken."), overloaded.RetryAfter);
                break;
            case IngestOutcome.StorageFailed failed:
                await ProblemAnswer.WriteAsync(context, ProblemKinds.StorageFailed(failed.Reason));
                break;
        }
    }

    static bool IsSingle(RequestBody body) => !body.IsLines && !body.Bytes.Span.TrimStart(" \t\r\n"u8).StartsWith("["u8);
}
