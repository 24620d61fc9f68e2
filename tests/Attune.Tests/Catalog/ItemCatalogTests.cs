using Attune.Catalog;
using Attune.Events;
using Attune.Filtering;
using Attune.Tests.Fakes;

namespace Attune.Tests.Catalog;

public sealed class ItemCatalogTests : IAsyncDisposable
{
    readonly MemoryCatalogStore _store = new();

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_was_put_is_listed_with_its_properties_and_can_be_filtered()
    {
        using var catalog = await OpenAsync();

        var verdicts = await WriteAsync(
            catalog,
            PropertyWrite.Put("a", """{"price": 10.50, "categories": ["shoes", "sale"], "inStock": true, "brand": "x"}"""),
            PropertyWrite.Put("b", """{"price": 200, "categories": ["shoes"], "inStock": true}"""));

        Assert.Equal([new PropertyVerdict.Written(true), new PropertyVerdict.Written(true)], verdicts);
        Assert.Equal("""{"price":10.50,"categories":["shoes", "sale"],"inStock":true,"brand":"x"}""", catalog.Snapshot.PropertiesJson(0));
        Assert.Equal(["a"], Matches(catalog, "item.price < 100 && \"shoes\" in item.categories && item.inStock"));
        Assert.Equal(["a", "b"], Matches(catalog, "size(item.categories) >= 1"));
    }

    [Fact]
    public async Task A_put_replaces_and_a_patch_merges_and_null_removes()
    {
        using var catalog = await OpenAsync();
        await WriteAsync(catalog, PropertyWrite.Put("a", """{"price": 1, "brand": "x"}"""));

        await WriteAsync(catalog, PropertyWrite.Patch("a", """{"price": 2, "tags": ["t"]}"""));
        Assert.Equal("""{"price":2,"brand":"x","tags":["t"]}""", catalog.Snapshot.PropertiesJson(0));

        await WriteAsync(catalog, PropertyWrite.Patch("a", """{"brand": null}"""));
        Assert.Equal("""{"price":2,"tags":["t"]}""", catalog.Snapshot.PropertiesJson(0));
        Assert.Empty(Matches(catalog, "has(item.brand)"));

        await WriteAsync(catalog, PropertyWrite.Put("a", """{"brand": "y"}"""));
        Assert.Equal("""{"brand":"y"}""", catalog.Snapshot.PropertiesJson(0));
        Assert.Empty(Matches(catalog, "has(item.price) || \"t\" in item.tags"));
    }

    [Fact]
    public async Task A_bad_row_is_refused_by_name_and_the_good_rows_are_written_in_one_write()
    {
        using var catalog = await OpenAsync();

        var verdicts = await WriteAsync(
            catalog,
            PropertyWrite.Put("a", """{"price": 1}"""),
            PropertyWrite.Put("b", """{"price": "cheap"}"""),
            PropertyWrite.Put("", "{}"),
            PropertyWrite.Delete("unknown"),
            PropertyWrite.Put("c", """{"price": 3}"""));

        Assert.Equal(new PropertyVerdict.Written(true), verdicts[0]);
        var refusal = Assert.IsType<PropertyVerdict.Refused>(verdicts[1]).Refusal;
        Assert.Equal(("price", "cheap"), (refusal.Field, refusal.Value));
        Assert.Equal("Property 'price' is of type number since its first value; this is of type text.", refusal.Limit);
        Assert.Equal("id", Assert.IsType<PropertyVerdict.Refused>(verdicts[2]).Refusal.Field);
        Assert.IsType<PropertyVerdict.NotFound>(verdicts[3]);
        Assert.Equal(1, _store.Writes);
        Assert.Equal(["a", "c"], Matches(catalog, "item.price > 0"));
    }

    [Fact]
    public async Task Opened_again_it_is_the_same_and_a_type_stays_fixed_when_its_last_value_is_gone()
    {
        using (var first = await OpenAsync())
        {
            await WriteAsync(first, PropertyWrite.Put("a", """{"price": 1, "since": "2026-01-01T00:00:00Z"}"""));
            await first.OrdinalsAsync([new("seen"), new("a"), new("seen")], Cancellation);
            await WriteAsync(first, PropertyWrite.Put("b", """{"price": 2}"""), PropertyWrite.Put("a", """{"price": 3}"""));
        }

        using var catalog = await OpenAsync();

        Assert.Equal(3, catalog.Count);
        Assert.Equal("seen", catalog.IdOf(1).Value);
        Assert.Equal(["a", "b"], Matches(catalog, "true"));
        Assert.Equal(PropertyType.Timestamp, catalog.Snapshot.Schema.Properties.Single(property => property.Name == "since").Type);
        var verdicts = await WriteAsync(catalog, PropertyWrite.Patch("a", """{"since": "yesterday"}"""));
        Assert.IsType<PropertyVerdict.Refused>(verdicts[0]);
    }

    [Fact]
    public async Task Items_of_events_may_be_recommended_until_the_first_item_is_put()
    {
        using var catalog = await OpenAsync();
        await catalog.OrdinalsAsync([new("x"), new("y")], Cancellation);
        Assert.Equal(["x", "y"], Matches(catalog, "true"));

        await WriteAsync(catalog, PropertyWrite.Put("z", "{}"));
        Assert.Equal(["z"], Matches(catalog, "true"));
        Assert.False(catalog.Snapshot.IsListed(0));

        await WriteAsync(catalog, PropertyWrite.Delete("z"));
        Assert.Empty(Matches(catalog, "true"));
        using var again = await OpenAsync();
        Assert.Empty(Matches(again, "true"));
    }

    [Fact]
    public async Task A_full_disk_changes_nothing_and_is_named()
    {
        using var catalog = await OpenAsync();
        await WriteAsync(catalog, PropertyWrite.Put("a", """{"price": 1}"""));
        var before = catalog.Snapshot;
        _store.Full = true;

        var outcome = await catalog.WriteAsync([PropertyWrite.Put("a", """{"price": 2}""")], Cancellation);

        Assert.Equal(new PropertyWriteOutcome.StorageFailed("No space left on device"), outcome);
        Assert.Same(before, catalog.Snapshot);
        _store.Full = false;
        await WriteAsync(catalog, PropertyWrite.Put("a", """{"price": 2}"""));
        Assert.Equal(["a"], Matches(catalog, "item.price == 2"));
    }

    [Fact]
    public async Task Unseen_ids_get_ordinals_in_one_write_and_known_ones_in_none()
    {
        using var catalog = await OpenAsync();

        var both = await catalog.OrdinalsAsync([new("x"), new("y"), new("x")], Cancellation);
        Assert.Equal([0, 1, 0], both);
        var known = await catalog.OrdinalsAsync([new("y")], Cancellation);
        Assert.Equal([1], known);
        Assert.Equal(1, _store.Assignments);
        Assert.True(catalog.TryGetOrdinal(new ItemId("y"), out var ordinal));
        Assert.Equal(1, ordinal);
    }

    async Task<ItemCatalog> OpenAsync() => await ItemCatalog.OpenAsync(_store, TimeProvider.System, Cancellation);

    static async Task<IReadOnlyList<PropertyVerdict>> WriteAsync(ItemCatalog catalog, params PropertyWrite[] rows) =>
        Assert.IsType<PropertyWriteOutcome.Answered>(await catalog.WriteAsync(rows, Cancellation)).Verdicts;

    static string[] Matches(ItemCatalog catalog, string filter)
    {
        var snapshot = catalog.Snapshot;
        var outcome = snapshot.Compile(filter);
        Assert.True(outcome is FilterOutcome.Compiled, outcome.ToString());
        var set = snapshot.Evaluate(((FilterOutcome.Compiled)outcome).Filter, new(default));
        return [.. Enumerable.Range(0, set.Size).Where(set.Contains).Select(ordinal => catalog.IdOf(ordinal).Value)];
    }
}
