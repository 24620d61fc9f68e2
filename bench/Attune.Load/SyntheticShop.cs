using System.Globalization;
using System.Text;

namespace Attune.Load;

/// <summary>A shop of any size as request bodies: items in categories, users who keep to a few of them. Deterministic for a seed.</summary>
/// <remarks>
/// Item popularity within a category falls as 1/√rank, so that there are heads and tails as in real catalogs. Nothing here is
/// meant to judge quality; it gives the server work of a realistic shape.
/// </remarks>
sealed class SyntheticShop(int items, int users, int categories, int seed)
{
    readonly Random _random = new(seed);
    long _eventNumber;

    public int Items => items;

    public int Users => users;

    public string ItemBatch(int from, int count)
    {
        var text = new StringBuilder("[");
        for (var item = from; item < from + count; item++)
        {
            text.Append(item == from ? "" : ",").Append(CultureInfo.InvariantCulture,
                $$$"""{"id":"i{{{item}}}","properties":{"name":"Item {{{item}}}","price":{{{item * 37 % 20000 / 100.0}}},"categories":["c{{{item % categories}}}"],"inStock":{{{(item % 10 == 0 ? "false" : "true")}}}}}""");
        }

        return text.Append(']').ToString();
    }

    /// <summary>A JSON array of events; each user keeps to three categories.</summary>
    public string EventBatch(int count, DateTimeOffset at)
    {
        var text = new StringBuilder("[");
        for (var number = 0; number < count; number++)
        {
            text.Append(number == 0 ? "" : ",").Append(Event(_random.Next(users), at.AddMilliseconds(number)));
        }

        return text.Append(']').ToString();
    }

    /// <summary>The same, with the ids and users of its events.</summary>
    public (string Body, List<(string Id, int User)> Events) NamedBatch(int count, DateTimeOffset at)
    {
        var text = new StringBuilder("[");
        var named = new List<(string Id, int User)>(count);
        for (var number = 0; number < count; number++)
        {
            var user = _random.Next(users);
            named.Add((string.Create(CultureInfo.InvariantCulture, $"e{seed}-{_eventNumber}"), user));
            text.Append(number == 0 ? "" : ",").Append(Event(user, at));
        }

        return (text.Append(']').ToString(), named);
    }

    public string Event(int user, DateTimeOffset at)
    {
        var type = _random.Next(20) switch { 0 => "purchase", 1 or 2 => "cart", _ => "view" };
        return string.Create(CultureInfo.InvariantCulture,
            $$"""{"eventId":"e{{seed}}-{{_eventNumber++}}","type":"{{type}}","userId":"u{{user}}","itemId":"i{{ItemFor(user)}}","timestamp":"{{at:yyyy-MM-ddTHH:mm:ss.fffZ}}"}""");
    }

    /// <summary>The path of a question as a list on a page asks it: twenty items for somebody, in stock and below a price.</summary>
    public string Question(Random random) => string.Create(
        CultureInfo.InvariantCulture,
        $"v1/users/u{random.Next(users)}/recommendations?count=20&filter=item.price%20%3C%20{50 + (10 * random.Next(10))}%20%26%26%20item.inStock");

    int ItemFor(int user)
    {
        var category = (int)(((uint)user * 2654435761u) % (uint)categories) + (_random.Next(3) * 7);
        var perCategory = items / categories;
        var draw = _random.NextDouble();
        return (category % categories) + (categories * (int)(draw * draw * perCategory));
    }
}
