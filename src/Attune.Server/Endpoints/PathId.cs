using System.Text.Json;
using Attune.Events;
using Attune.Server.Bodies;
using Attune.Server.Problems;
using Microsoft.AspNetCore.Http.Features;

namespace Attune.Server.Endpoints;

/// <summary>Reads the id of a path as <c>/v1/items/{id}</c>.</summary>
static class PathId
{
    /// <summary>Answers by the id of the path, or refuses the question where it is none.</summary>
    public static Task WithAsync(HttpContext context, Func<string, Task> answer)
    {
        var faults = new Faults();
        return Read(context, faults) is { } id ? answer(id) : ProblemAnswer.WriteAsync(context, ProblemKinds.Invalid(faults.Errors));
    }

    /// <summary>Answers by the id of the path and what else is asked, or refuses the question with all that is wrong with either.</summary>
    /// <param name="context">The question.</param>
    /// <param name="read">Reads what else is asked, and notes its faults.</param>
    /// <param name="answer">Called where there were none.</param>
    public static Task WithAsync<T>(HttpContext context, Func<Faults, T> read, Func<string, T, Task> answer)
    {
        var faults = new Faults();
        var id = Read(context, faults);
        var asked = read(faults);
        return id is null || faults.Any ? ProblemAnswer.WriteAsync(context, ProblemKinds.Invalid(faults.Errors)) : answer(id, asked);
    }

    /// <summary>Answers by the id of the path and what the body asks, or refuses the question with all that is wrong with either.</summary>
    /// <param name="context">The question.</param>
    /// <param name="read">Reads what is asked, and notes its faults.</param>
    /// <param name="answer">Called where there were none.</param>
    public static async Task WithBodyAsync<T>(HttpContext context, Func<JsonElement, Faults, T> read, Func<string, T, Task> answer)
    {
        using var body = await JsonBody.ReadAsync(context);
        if (body is not null)
        {
            await WithAsync(context, faults => read(body.Root, faults), answer);
        }
    }

    // The id in the third part of the path, from the request's own text: routing leaves %2F as it is, so that an id with a slash could
    // not be told from one that holds the three characters.
    static string? Read(HttpContext context, Faults faults)
    {
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget.AsSpan();
        var query = target.IndexOf('?');
        var path = query < 0 ? target : target[..query];
        Span<Range> parts = stackalloc Range[6];
        var count = path.Split(parts, '/');
        var id = path.StartsWith('/') && count >= 4
            ? Uri.UnescapeDataString(path[parts[3]])
            : context.Request.RouteValues["id"] as string ?? "";
        if (IdRules.Refuse(id) is not { } limit)
        {
            return id;
        }

        faults.Add("id", id, limit);
        return null;
    }
}
