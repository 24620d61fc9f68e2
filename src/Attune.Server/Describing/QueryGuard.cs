using Attune.Server.Problems;

namespace Attune.Server.Describing;

/// <summary>Refuses parameters an endpoint does not know: a misspelt one would otherwise be silently without effect.</summary>
static class QueryGuard
{
    /// <summary>Goes between routing and the endpoint.</summary>
    public static Task CheckAsync(HttpContext context, RequestDelegate next)
    {
        if (!context.Request.QueryString.HasValue
            || context.GetEndpoint()?.Metadata.GetMetadata<EndpointDescription>() is not { } description)
        {
            return next(context);
        }

        var faults = new Faults();
        foreach (var (name, values) in context.Request.Query)
        {
            var parameter = description.Query.FirstOrDefault(known => known.Name == name);
            if (parameter is null)
            {
                var names = description.Query.Select(known => known.Name);
                var limit = description.Query.Count == 0 ? "This address takes no parameters." : $"Known here: {string.Join(", ", names)}.";
                faults.Add(name, values.ToString(), limit, null, NearestName.Of(name, names));
            }
            else if (values.Count > 1 && !parameter.Repeats)
            {
                faults.Add(name, values.ToString(), "Given once.");
            }
        }

        return faults.Any ? ProblemAnswer.WriteAsync(context, ProblemKinds.Invalid(faults.Errors)) : next(context);
    }
}
