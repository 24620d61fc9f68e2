using Attune.Catalog;
using Attune.Client.Wire;
using Attune.Server.Bodies;
using Attune.Server.Problems;

namespace Attune.Server.Endpoints;

/// <summary>Writes items or users: the two differ only in where the rows go.</summary>
static class PropertyWriting
{
    /// <summary>Where rows go: the catalog's or the directory's write.</summary>
    public delegate ValueTask<PropertyWriteOutcome> Target(IReadOnlyList<PropertyWrite> rows, CancellationToken cancellation);

    /// <summary>PUT or PATCH of one record; the body is the object of its properties.</summary>
    public static Task WriteOneAsync(HttpContext context, PropertyWriteKind kind, Target target) => PathId.WithAsync(context, async id =>
    {
        using var body = await RequestBody.ReadAsync(context, takesLines: false);
        if (body is not null)
        {
            var (document, problem) = JsonBody.Parse(body.Bytes);
            document?.Dispose();
            if (problem is not null)
            {
                await ProblemAnswer.WriteAsync(context, problem);
                return;
            }

            await AnswerOneAsync(context, await target([new(kind, id, body.Bytes.ToArray())], context.RequestAborted));
        }
    });

    /// <summary>DELETE of one record: done, or done before.</summary>
    public static Task DeleteAsync(HttpContext context, Target target) => PathId.WithAsync(
        context, async id => await AnswerOneAsync(context, await target([PropertyWrite.Delete(id)], context.RequestAborted)));

    /// <summary>POST of many records: a verdict for each.</summary>
    public static async Task WriteBatchAsync(HttpContext context, Target target)
    {
        using var body = await RequestBody.ReadAsync(context, takesLines: true);
        if (body is null)
        {
            return;
        }

        var (rows, problem) = Rows.Cut(body, CatalogLimits.BatchRecords);
        if (rows is null)
        {
            await ProblemAnswer.WriteAsync(context, problem!);
            return;
        }

        var read = PropertyRows.Read(body, rows.Ranges);
        var outcome = await target(read.Writes, context.RequestAborted);
        if (outcome is not PropertyWriteOutcome.Answered answered)
        {
            await AnswerOneAsync(context, outcome);
            return;
        }

        for (var i = 0; i < answered.Verdicts.Count; i++)
        {
            read.Verdicts[read.Places[i]] = Verdict(read.Writes[i].Id, answered.Verdicts[i]);
        }

        await AnswerBatchAsync(context, read.Verdicts!, rows.IsSingle);
    }

    static Task AnswerOneAsync(HttpContext context, PropertyWriteOutcome outcome)
    {
        switch (outcome)
        {
            case PropertyWriteOutcome.StorageFailed failed:
                return ProblemAnswer.WriteAsync(context, ProblemKinds.StorageFailed(failed.Reason));
            case PropertyWriteOutcome.Answered { Verdicts: [PropertyVerdict.Refused(var refusal)] }:
                return ProblemAnswer.WriteAsync(context, ProblemKinds.Invalid([Error(refusal)]));
            case PropertyWriteOutcome.Answered { Verdicts: [PropertyVerdict.Written { Created: true }] }:
                context.Response.StatusCode = StatusCodes.Status201Created;
                return Task.CompletedTask;
            default:
                context.Response.StatusCode = StatusCodes.Status204NoContent;
                return Task.CompletedTask;
        }
    }

    static Task AnswerBatchAsync(HttpContext context, RowVerdict[] verdicts, bool single)
    {
        if (single && verdicts[0].Error is { } error)
        {
            return ProblemAnswer.WriteAsync(context, ProblemKinds.Invalid([error]));
        }

        var refused = verdicts.Count(verdict => verdict.Error is not null);
        return JsonAnswer.WriteAsync(
            context,
            new PropertiesAnswer { Accepted = verdicts.Length - refused, Refused = refused, Rows = verdicts },
            WireJson.Default.PropertiesAnswer);
    }

    static RowVerdict Verdict(string id, PropertyVerdict verdict) => verdict is PropertyVerdict.Refused(var refusal)
        ? new() { Verdict = RowVerdict.Refused, Id = id, Error = Error(refusal) }
        : new() { Verdict = RowVerdict.Accepted, Id = id };

    static FieldError Error(PropertyRefusal refusal) => new(refusal.Field, Faults.Cut(refusal.Value), refusal.Limit);
}
