using Attune.Catalog;
using Attune.Filtering;
using Attune.Recommending.Scenarios;
using Attune.Tests.Fakes;

namespace Attune.Tests.Recommending.Scenarios;

public sealed class ScenarioShelfTests : IAsyncDisposable
{
    readonly MemoryCatalogStore _store = new();

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_was_saved_is_in_force_again_after_a_restart_with_all_its_versions()
    {
        var (shelf, _, _) = await OpenAsync();
        await shelf.SaveAsync(new Scenario { Name = "home", Count = 3, Filter = "item.price < 20" }, 0, Cancellation);
        await shelf.SaveAsync(new Scenario { Name = "home", Count = 5, Boosts = [new("item.price > 5", 2)], Caps = [new("price", 1, 3)], Fallback = Fallback.None }, 1, Cancellation);
        await shelf.SaveAsync(new Scenario { Name = "gone" }, null, Cancellation);
        await shelf.RemoveAsync("gone", Cancellation);

        var (again, book, _) = await OpenAsync();

        Assert.Equal([2, 1], again.Versions("home").Select(version => version.Scenario.Version));
        Assert.Equal((5, Fallback.None), (book.Of("home").Scenario.Count, book.Of("home").Scenario.Fallback));
        Assert.Equal(new Boost("item.price > 5", 2), Assert.Single(book.Of("home").Scenario.Boosts));
        Assert.Single(book.Of("home").Boosts);
        Assert.Same(CompiledScenario.Default, book.Of("gone"));
        Assert.IsType<ScenarioOutcome.Outdated>(await again.SaveAsync(new Scenario { Name = "home" }, 1, Cancellation));
        Assert.Equal(2, Assert.IsType<ScenarioOutcome.Saved>(await again.SaveAsync(new Scenario { Name = "gone" }, 0, Cancellation)).Scenario.Version);
    }

    [Fact]
    public async Task A_stored_condition_that_no_longer_compiles_lets_nothing_through()
    {
        var (shelf, _, _) = await OpenAsync();
        await shelf.SaveAsync(new Scenario { Name = "home", Filter = "item.price > 5", Boosts = [new("item.price > 5", 9)] }, null, Cancellation);
        var stored = await _store.ReadDocumentAsync("scenario", "home", Cancellation);
        await _store.WriteDocumentAsync("scenario", "home", stored!.Replace("item.price \\u003E 5", "item.price is odd", StringComparison.Ordinal), Cancellation);

        var (_, book, catalog) = await OpenAsync();

        var home = book.Of("home");
        Assert.Equal("item.price is odd", home.Scenario.Filter);
        Assert.Equal(0, catalog.Snapshot.Evaluate(home.Filter!, new FilterContext(default)).Count);
        Assert.Equal(0, catalog.Snapshot.Evaluate(Assert.Single(home.Boosts), new FilterContext(default)).Count);
    }

    [Fact]
    public async Task A_document_older_than_a_rule_is_read_as_if_the_rule_had_been_left_alone()
    {
        await _store.WriteDocumentAsync(
            "scenario", "home", """{"Versions":[{"Scenario":{"Name":"home","Version":1,"Count":4,"Diversity":0.5},"SavedAt":7}]}""", Cancellation);

        var (shelf, book, _) = await OpenAsync();

        var home = book.Of("home").Scenario;
        Assert.Equal((4, 0.5, true, 0.0), (home.Count, home.Diversity, home.Ranker, home.Exploration));
        Assert.Empty(home.Boosts);
        Assert.Empty(home.Pins);
        Assert.Empty(home.Shares);
        Assert.Empty(home.Weights);
        Assert.Equal(2, Assert.IsType<ScenarioOutcome.Saved>(await shelf.SaveAsync(home, 1, Cancellation)).Scenario.Version);
    }

    [Fact]
    public async Task What_cannot_be_had_is_not_counted_where_a_filter_matches()
    {
        var (shelf, _, catalog) = await OpenAsync();
        await catalog.WriteAsync(
            [PropertyWrite.Put("tea", """{"price":10,"inStock":false}"""), PropertyWrite.Put("cup", """{"price":12,"inStock":true}""")], Cancellation);

        Assert.Contains("matches 1 of the 2 listed items that can be had", Assert.Single(await WarningsAsync(shelf, "item.price < 20")), StringComparison.Ordinal);
        Assert.Contains("matches none of the 2", Assert.Single(await WarningsAsync(shelf, "item.price == 10")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_nobody_saved_is_answered_by_the_scenario_default()
    {
        var (shelf, book, _) = await OpenAsync();
        Assert.Same(CompiledScenario.Default, book.Of("nowhere"));

        await shelf.SaveAsync(new Scenario { Name = Scenario.DefaultName, Count = 7 }, null, Cancellation);

        Assert.Equal(7, book.Of("nowhere").Scenario.Count);
    }

    [Fact]
    public async Task A_condition_on_who_asks_is_not_warned_of_unless_the_rest_of_it_matches_nothing()
    {
        var (shelf, _, _) = await OpenAsync();

        Assert.Empty(await WarningsAsync(shelf, "item in user.bought"));
        Assert.Empty(await WarningsAsync(shelf, "item.price < 100 && !(item in user.viewed)"));
        Assert.Contains("matches none", Assert.Single(await WarningsAsync(shelf, "item.price < 0 && !(item in user.viewed)")), StringComparison.Ordinal);
        Assert.Contains("matches 1 of the 2", Assert.Single(await WarningsAsync(shelf, "item.price < 20")), StringComparison.Ordinal);
    }

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    static async Task<IReadOnlyList<string>> WarningsAsync(ScenarioShelf shelf, string filter) =>
        Assert.IsType<ScenarioOutcome.Saved>(await shelf.SaveAsync(new Scenario { Name = "asked", Count = 2, Filter = filter }, null, Cancellation)).Warnings;

    async Task<(ScenarioShelf Shelf, ScenarioBook Book, ItemCatalog Catalog)> OpenAsync()
    {
        var catalog = await ItemCatalog.OpenAsync(_store, TimeProvider.System, Cancellation);
        await catalog.WriteAsync([PropertyWrite.Put("tea", """{"price":10}"""), PropertyWrite.Put("pot", """{"price":30}""")], Cancellation);
        var book = new ScenarioBook();
        var shelf = new ScenarioShelf(_store, catalog, book, TimeProvider.System);
        await shelf.RestoreAsync(Cancellation);
        return (shelf, book, catalog);
    }
}
