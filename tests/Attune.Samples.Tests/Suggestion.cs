using System.Net.Http.Json;

namespace Attune.Samples.Tests;

/// <summary>A place in a shop's list.</summary>
sealed record Suggestion(string Id, string Why);

/// <summary>How a page talks to its shop.</summary>
static class ShopCalls
{
    /// <summary>Tells it what happened.</summary>
    /// <returns>The list that answers.</returns>
    public static async Task<Suggestion[]> PostAsync(this RunningProgram shop, string path)
    {
        using var answer = await shop.Http.PostAsync(path, null, TestContext.Current.CancellationToken);
        return (await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<Suggestion[]>(TestContext.Current.CancellationToken))!;
    }
}
