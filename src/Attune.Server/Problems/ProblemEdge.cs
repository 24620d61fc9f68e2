using System.Diagnostics;
using Attune.Client.Wire;
using Attune.Cluster.Waiting;
using Attune.Embedded.DuckDb;
using Attune.Events;
using Attune.History;
using Microsoft.AspNetCore.Connections;

namespace Attune.Server.Problems;

/// <summary>The outermost step of every request: whatever goes wrong inside leaves as a problem.</summary>
sealed class ProblemEdge(RequestDelegate next, ILogger<ProblemEdge> log)
{
    /// <summary>Runs the request; turns exceptions and empty error answers into problems.</summary>
    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
            if (context.Response is { HasStarted: false, StatusCode: >= 400, ContentType: null, ContentLength: null or 0 })
            {
                await ProblemAnswer.WriteAsync(context, OfStatus(context));
            }
        }
        catch (Exception fault) when (!context.Response.HasStarted)
        {
            await AnswerAsync(context, fault);
        }
    }

    Task AnswerAsync(HttpContext context, Exception fault)
    {
        var limits = context.Response.Headers.Allow;
        context.Response.Clear();
        context.Response.Headers.Allow = limits;
        switch (fault)
        {
            case BadHttpRequestException { StatusCode: 413 }:
                return ProblemAnswer.WriteAsync(context, ProblemKinds.TooLarge(EventLimits.BodyBytes));
            case BadHttpRequestException { StatusCode: 408 }:
                return ProblemAnswer.WriteAsync(context, ProblemKinds.RequestTimeout());
            case BadHttpRequestException bad:
                return ProblemAnswer.WriteAsync(context, ProblemKinds.Other(bad.StatusCode, bad.Message));
            case HistoryQueryException refused:
                return ProblemAnswer.WriteAsync(context, ProblemKinds.Invalid("sql", null, refused.Message));
            case DuckDbStorageException full:
                return ProblemAnswer.WriteAsync(context, ProblemKinds.StorageFailed(full.Message));
            case OperationCanceledException or ConnectionResetException or ConnectionAbortedException
                when context.RequestAborted.IsCancellationRequested:
                // Nobody is left to read an answer; the status is for the metrics (client closed the request).
                context.Response.StatusCode = 499;
                return Task.CompletedTask;
            case ObjectDisposedException or OperationCanceledException:
                return ProblemAnswer.WriteAsync(context, ProblemKinds.Unavailable("The server is stopping."), TimeSpan.FromSeconds(5));
            case var away when ServerWait.IsAway(away):
                Log.ServerAway(log, context.Request.Method, context.Request.Path, away.Message);
                return ProblemAnswer.WriteAsync(context, ProblemKinds.Unavailable("A server that is needed for this is away."), TimeSpan.FromSeconds(5));
            default:
                var id = Activity.Current?.TraceId.ToString() ?? context.TraceIdentifier;
                Log.RequestFailed(log, fault, context.Request.Method, context.Request.Path, id);
                return ProblemAnswer.WriteAsync(context, ProblemKinds.Internal(id));
        }
    }

    static Problem OfStatus(HttpContext context) => context.Response.StatusCode switch
    {
        404 => ProblemKinds.NotFound($"There is nothing at {Faults.Cut(context.Request.Path)}. /openapi/v1.json lists what there is."),
        405 => ProblemKinds.MethodNotAllowed(context.Request.Method, context.Response.Headers.Allow.ToString()),
        413 => ProblemKinds.TooLarge(EventLimits.BodyBytes),
        415 => ProblemKinds.UnsupportedMediaType(
            context.Request.ContentType, "application/json, in UTF-8, or application/x-ndjson where many rows are taken"),
        503 => ProblemKinds.Unavailable("The request took longer than it may."),
        var status => ProblemKinds.Other(status, $"{context.Request.Method} {Faults.Cut(context.Request.Path)}"),
    };
}
