using System.Text.Json;
using Attune.Catalog;
using Attune.Embedded.Hosting;
using Attune.Events;
using Attune.Recommending;
using ShopFront;

namespace InProcessShop;

/// <summary>The shop's endpoints. Whatever the engine does not take comes back as an outcome that names field, value and limit.</summary>
static class Shop
{
    /// <summary>An item in. The next list may hold it.</summary>
    public static async Task<IResult> PutAsync(string id, JsonElement properties, AttuneEngine engine, CancellationToken cancellation) =>
        await engine.WriteItemsAsync([PropertyWrite.Put(id, properties.GetRawText())], cancellation) switch
        {
            PropertyWriteOutcome.Answered { Verdicts: [PropertyVerdict.Refused(var refusal)] } => Results.BadRequest(refusal),
            PropertyWriteOutcome.StorageFailed => Results.StatusCode(507),
            _ => Results.NoContent(),
        };

    /// <summary>An event in, and the list that knows it out.</summary>
    public static async Task<IResult> HappenedAsync(string id, string type, string user, AttuneEngine engine, CancellationToken cancellation) =>
        await engine.TakeAsync(new AttuneEvent { Type = type, User = user, Item = id }, cancellation) switch
        {
            IngestOutcome.Answered { Verdicts: [EventVerdict.Refused(var refusal)] } => Results.BadRequest(refusal),
            IngestOutcome.Answered(_, var token) => await ListAsync(user, token, engine, cancellation),
            _ => Results.StatusCode(503),
        };

    /// <summary>A list out.</summary>
    public static Task<IResult> ForAsync(string user, AttuneEngine engine, CancellationToken cancellation) =>
        ListAsync(user, default, engine, cancellation);

    static async Task<IResult> ListAsync(string user, LogToken after, AttuneEngine engine, CancellationToken cancellation)
    {
        // The token of an event makes this answer know it; the deadline is how long it may wait for that.
        var question = new RecommendationRequest { User = new UserId(user), Count = 5, After = after, Deadline = TimeSpan.FromSeconds(2) };
        return await engine.RecommendAsync(question, cancellation) switch
        {
            RecommendOutcome.Answered(var answer) => Results.Ok(answer.Items.Select(item => new Suggestion(item.Item.Value, item.Reason))),
            RecommendOutcome.Refused refused => Results.BadRequest(refused),
            _ => Results.StatusCode(500),
        };
    }
}
