using Attune.Catalog;
using Attune.Events;
using Attune.Filtering;

namespace Attune.Recommending.Candidates;

/// <summary>The items that can be had, by what the catalog says in properties of known names: kept as one standing filter.</summary>
/// <remarks>
/// <para><b>Names.</b> <c>available</c> and <c>inStock</c> where they are booleans, <c>stock</c> where it is a number,
/// <c>availableFrom</c> and <c>availableUntil</c> where they are timestamps. An item without a property can be had, as far as
/// that one goes; a property of another type says nothing.</para>
/// <para><b>Cost.</b> Without windows of time the answer is the filter cache's: mended where items changed. With them it is worked
/// out once for each snapshot and second; in between a question pays a look-up.</para>
/// <para><b>Windows</b> are looked at by whole seconds, each in the way that shows nothing early and nothing late.</para>
/// <para><b>Concurrency.</b> Any number of questions; two that work out the same second find the same.</para>
/// </remarks>
sealed class Availability
{
    static readonly (string Name, PropertyType Type, string Condition)[] Conventions =
    [
        ("available", PropertyType.Boolean, "(!has(item.available) || item.available)"),
        ("inStock", PropertyType.Boolean, "(!has(item.inStock) || item.inStock)"),
        ("stock", PropertyType.Number, "!(item.stock <= 0)"),
        ("availableFrom", PropertyType.Timestamp, "!(item.availableFrom > now())"),

        // now() is a second's beginning here: what ends within the second has ended.
        ("availableUntil", PropertyType.Timestamp, "!(item.availableUntil < now() + duration(\"1s\"))"),
    ];

    volatile Standing? _standing;
    volatile Moment? _moment;

    /// <summary>The listed items that can be had; null where no property says that any cannot.</summary>
    /// <param name="snapshot">The catalog.</param>
    /// <param name="now">When it is asked.</param>
    public ItemSet? Of(CatalogSnapshot snapshot, EventTime now)
    {
        var standing = _standing;
        if (standing is null || !ReferenceEquals(standing.Schema, snapshot.Schema))
        {
            _standing = standing = new Standing(snapshot.Schema, Compile(snapshot));
        }

        if (standing.Filter is not { } filter)
        {
            return null;
        }

        return filter.UsesNow ? At(snapshot, filter, now) : snapshot.Evaluate(filter, new FilterContext(now));
    }

    /// <summary>The condition by a schema, in the filter language; null where none of the properties is known.</summary>
    internal static string? ConditionOf(PropertySchema schema)
    {
        var conditions = Conventions
            .Where(convention => schema.TryGet(convention.Name, out var property) && property.Type == convention.Type)
            .Select(convention => convention.Condition)
            .ToList();
        return conditions.Count == 0 ? null : string.Join(" && ", conditions);
    }

    static CompiledFilter? Compile(CatalogSnapshot snapshot) =>
        ConditionOf(snapshot.Schema) is { } text && snapshot.Compile(text) is FilterOutcome.Compiled(var filter) ? filter : null;

    ItemSet At(CatalogSnapshot snapshot, CompiledFilter filter, EventTime now)
    {
        var second = (long)Math.Floor(now.Micros / (double)EventTime.MicrosPerSecond);
        var moment = _moment;
        if (moment is not null && ReferenceEquals(moment.Snapshot, snapshot) && moment.Second == second)
        {
            return moment.Items;
        }

        var items = snapshot.Evaluate(filter, new FilterContext(new EventTime(second * EventTime.MicrosPerSecond)));

        // An answer made again as of the past must not push out the present.
        if (moment is null || moment.Second <= second)
        {
            _moment = new Moment(snapshot, second, items);
        }

        return items;
    }

    sealed record Standing(PropertySchema Schema, CompiledFilter? Filter);

    sealed record Moment(CatalogSnapshot Snapshot, long Second, ItemSet Items);
}
