using Attune.Catalog;
using Attune.Events;
using Attune.Operating;

namespace Attune.Moving;

/// <summary>Everything a workspace holds that is no projection, counted and summed by kind: what two workspaces are compared by.</summary>
public static class Inventory
{
    /// <summary>Reads everything once.</summary>
    /// <param name="ports">The workspace's; nothing writes to them meanwhile.</param>
    /// <param name="until">Events accepted then or later are not counted; null for all.</param>
    /// <param name="told">Told how many of how many events are behind.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <returns>By name, as <c>events of view</c>, <c>items</c>, <c>documents of key</c>.</returns>
    public static async ValueTask<IReadOnlyDictionary<string, Tally>> TakeAsync(
        WorkspacePorts ports, EventTime? until, Action<long, long> told, CancellationToken cancellation)
    {
        var found = new SortedDictionary<string, Tally>(StringComparer.Ordinal);
        var hash = new ContentHash();
        await EventsAsync(new HeldEvents(ports, until), found, hash, told, cancellation);
        var ordinals = await ports.Catalog.LoadOrdinalsAsync(0, cancellation);
        found["item numbers"] = ordinals.Select((item, ordinal) => hash.Of(ordinal, item)).Aggregate(default(Tally), (sum, one) => sum.With(one));
        found["items"] = await RecordsAsync(PropertyOwner.Item);
        found["users"] = await RecordsAsync(PropertyOwner.User);
        foreach (var kind in await ports.Catalog.DocumentKindsAsync(cancellation))
        {
            if (kind != MoveProgress.Kind)
            {
                found[$"documents of {kind}"] = (await ports.Catalog.ReadDocumentsAsync(kind, cancellation))
                    .Aggregate(default(Tally), (sum, document) => sum.With(hash.Of(kind, document.Key, document.Value)));
            }
        }

        found["generations"] = (await ports.Catalog.ListGenerationsAsync(cancellation)).Aggregate(default(Tally), (sum, one) => sum.With(hash.Of(one)));
        return found;

        async ValueTask<Tally> RecordsAsync(PropertyOwner owner)
        {
            var sum = default(Tally);
            await foreach (var record in ports.Catalog.LoadAsync(owner, cancellation))
            {
                sum = sum.With(hash.Of(record));
            }

            return sum;
        }
    }

    static async ValueTask EventsAsync(
        HeldEvents held, SortedDictionary<string, Tally> found, ContentHash hash, Action<long, long> told, CancellationToken cancellation)
    {
        var order = new OrderCheck(hash);
        var (all, done) = (held.Count(LogToken.None), 0L);
        await foreach (var (_, _, happened) in held.ReadAsync(LogToken.None, cancellation))
        {
            if (!happened.IsErased)
            {
                var content = hash.Of(happened);
                var name = "events of " + happened.Type.Name;
                found[name] = found.GetValueOrDefault(name).With(content);
                order.Add(happened.ProfileKey, content);
            }

            if (++done % 100 == 0)
            {
                told(done, all);
            }
        }

        found["profiles by the order of their events"] = order.Tally;
    }
}
