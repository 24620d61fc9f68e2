using System.Diagnostics;
using Microsoft.AspNetCore.Http.Features;

namespace Attune.Server.Telemetry;

/// <summary>Names the server's span by its route, <c>GET /v1/users/{id}/recommendations</c>, and gives it route and status.</summary>
static class RequestSpans
{
    /// <summary>Goes after routing and outside everything that answers.</summary>
    public static Task NameAsync(HttpContext context, RequestDelegate next) =>
        context.Features.Get<IHttpActivityFeature>()?.Activity is { IsAllDataRequested: true } activity ? NameAsync(activity, context, next) : next(context);

    static async Task NameAsync(Activity activity, HttpContext context, RequestDelegate next)
    {
        try
        {
            await next(context);
        }
        finally
        {
            var route = (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText;
            activity.DisplayName = route is null ? context.Request.Method : $"{context.Request.Method} {route}";
            activity.SetTag("http.route", route);
            activity.SetTag("http.response.status_code", context.Response.StatusCode);
        }
    }
}
