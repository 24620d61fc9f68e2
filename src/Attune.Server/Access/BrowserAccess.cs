using Attune.Access;
using Attune.Server.Describing;

namespace Attune.Server.Access;

/// <summary>
/// Lets pages of any origin send events and ask for recommendations with a key of scope read (CORS). Only where there are
/// keys: then a request carries no authority but the key the page itself holds.
/// </summary>
sealed class BrowserAccess(Tenants tenants)
{
    const string DaySeconds = "86400";

    /// <summary>Goes after routing and before the key check, as a preflight carries no key.</summary>
    public Task AllowAsync(HttpContext context, RequestDelegate next)
    {
        if (context.Request.Headers.Origin.Count == 0 || !tenants.AnyKeys)
        {
            return next(context);
        }

        var headers = context.Response.Headers;
        if (HttpMethods.IsOptions(context.Request.Method) && context.Request.Headers.AccessControlRequestMethod.Count > 0)
        {
            headers.AccessControlAllowOrigin = "*";
            headers.AccessControlAllowMethods = "GET, POST";
            headers.AccessControlAllowHeaders = "Authorization, Content-Type, X-Attune-Key";
            headers.AccessControlMaxAge = DaySeconds;
            context.Response.StatusCode = StatusCodes.Status204NoContent;
            return Task.CompletedTask;
        }

        if (context.GetEndpoint()?.Metadata.GetMetadata<EndpointDescription>() is { Scope: ApiScope.Read })
        {
            headers.AccessControlAllowOrigin = "*";
            headers.AccessControlExposeHeaders = "Retry-After";
        }

        return next(context);
    }
}
