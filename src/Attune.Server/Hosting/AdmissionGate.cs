using Attune.Server.Describing;
using Attune.Server.Problems;

namespace Attune.Server.Hosting;

/// <summary>Turns requests away early when too many are under way: no queue, so that those admitted stay fast.</summary>
/// <param name="most">Most requests at once; probes and metrics are not counted.</param>
sealed class AdmissionGate(int most)
{
    static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    int _running;

    /// <summary>Goes after routing.</summary>
    public async Task AdmitAsync(HttpContext context, RequestDelegate next)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<EndpointDescription>() is { AlwaysAdmitted: true })
        {
            await next(context);
            return;
        }

        try
        {
            if (Interlocked.Increment(ref _running) > most)
            {
                await ProblemAnswer.WriteAsync(context, ProblemKinds.Overloaded($"{most} requests are under way already."), RetryAfter);
                return;
            }

            await next(context);
        }
        finally
        {
            Interlocked.Decrement(ref _running);
        }
    }
}
