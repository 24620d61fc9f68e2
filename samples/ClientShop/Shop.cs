using Attune.Client;
using Attune.Client.Wire;
using ShopFront;

namespace ClientShop;

/// <summary>The shop's endpoints. None of them fails because the server does.</summary>
static class Shop
{
    /// <summary>An event in, and the list that knows it out.</summary>
    public static Task<IReadOnlyList<Suggestion>> HappenedAsync(
        string id, string type, string user, EventSender sender, Lists lists, CancellationToken cancellation)
    {
        // Returns at once, whether the server is there or not.
        sender.Send(new EventRow { Type = type, UserId = user, ItemId = id });

        // The event may still wait to be sent, so the question carries it along: used for this answer, not stored.
        return lists.AskAsync(new() { UserId = user, Events = [new QuestionEvent(type, id)] }, cancellation);
    }

    /// <summary>A list out.</summary>
    public static Task<IReadOnlyList<Suggestion>> ForAsync(string user, Lists lists, CancellationToken cancellation) =>
        lists.AskAsync(new() { UserId = user }, cancellation);

    /// <summary>How the events fare.</summary>
    public static object Sending(EventSender sender) =>
        new { sender.Sent, sender.Waiting, sender.Refused, sender.Dropped, Failure = sender.LastFailure?.Message };
}
