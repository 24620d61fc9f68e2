using System.Diagnostics;
using Attune.Access;
using Attune.Catalog;
using Attune.Embedded;
using Attune.Embedded.Tests;
using Attune.Events;
using Attune.Filtering;
using Attune.Operating;
using Attune.Recommending.Blocking;
using Attune.Recommending.Scenarios;
using Attune.Tests.Generations;
using Microsoft.Extensions.Logging.Abstractions;

namespace Attune.Cluster.Tests.Postgres;

/// <summary>Two engines over one catalog in PostgreSQL; everything else each has for itself.</summary>
public sealed class TwoWorkspacesTests(PostgresTestServer server) : IAsyncLifetime
{
    readonly TemporaryFolder _folder = new();
    readonly string _name = server.NewWorkspace();
    Workspace _a = null!;
    Workspace _b = null!;

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _a = await OpenAsync("a");
        _b = await OpenAsync("b");
    }

    public async ValueTask DisposeAsync()
    {
        await _a.DisposeAsync();
        await _b.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task An_item_written_changed_and_deleted_on_one_node_is_filtered_so_on_the_other()
    {
        await WriteAsync(_a, PropertyWrite.Put("cheap", """{"price": 5}"""), PropertyWrite.Put("dear", """{"price": 50}"""));
        await SoonAsync(() => Filtered(_b, "item.price < 10") == "cheap");

        var watch = Stopwatch.StartNew();
        await WriteAsync(_a, PropertyWrite.Patch("dear", """{"price": 7}"""));
        await SoonAsync(() => Filtered(_b, "item.price < 10") == "cheap dear");
        TestContext.Current.SendDiagnosticMessage($"seen after {watch.Elapsed.TotalMilliseconds:0} ms");

        await WriteAsync(_b, PropertyWrite.Delete("cheap"));
        await SoonAsync(() => Filtered(_a, "item.price < 10") == "dear");
        Assert.Equal("dear", Filtered(_b, "item.price < 10"));
    }

    [Fact]
    public async Task Both_nodes_count_items_alike_whoever_met_them_first_and_know_them_by_every_id()
    {
        await WriteAsync(_a, PropertyWrite.Put("x", """{"n": 1}"""));
        await _b.Catalog.OrdinalsAsync([new("met"), new("x")], Cancellation);
        await WriteAsync(_b, PropertyWrite.Put("y", """{"m": "text"}"""));
        await WriteAsync(_a, PropertyWrite.Put("z", """{"n": 2, "m": "more"}"""));
        await SoonAsync(() => Filtered(_a, "item.m == \"text\"") == "y" && Filtered(_b, "item.n == 2 && item.m == \"more\"") == "z");

        Assert.Equal(RenameOutcome.Renamed, await _a.Catalog.RenameAsync(new("x"), new("x2"), Cancellation));
        await SoonAsync(() => _b.Catalog.OrdinalOf(new("x2")) == _a.Catalog.OrdinalOf(new("x")) && Filtered(_b, "item.n == 1") == "x2");
        Assert.Equal("x2", Filtered(_a, "item.n == 1"));
        foreach (var id in (string[])["x", "x2", "met", "y", "z"])
        {
            Assert.Equal(_a.Catalog.OrdinalOf(new(id)), _b.Catalog.OrdinalOf(new(id)));
        }
    }

    [Fact]
    public async Task Scenarios_blocks_promises_and_users_are_those_of_the_other_node()
    {
        await WriteAsync(_a, PropertyWrite.Put("i", """{"price": 5}"""));
        Assert.IsType<ScenarioOutcome.Saved>(await _a.Scenarios.SaveAsync(new Scenario { Name = "home", Filter = "item.price < 10" }, null, Cancellation));
        await SoonAsync(() => _b.Scenarios.Versions("home").Count == 1 && _b.Recommender.Scenarios.Of("home").Scenario.Filter == "item.price < 10");
        Assert.IsType<BlocksOutcome.Saved>(await _b.Blocks.SaveAsync(new("u"), BlockList.None with { Filters = ["item.price > 1"] }, Cancellation));
        await SoonAsync(() => _a.Blocks.Of(new("u")).Filters.Count == 1);
        await _a.Exposure.SaveAsync(new(10, TimeSpan.FromDays(1)), Cancellation);
        await SoonAsync(() => _b.Exposure.Contract is { Impressions: 10 });

        Assert.True(await _b.Scenarios.RemoveAsync("home", Cancellation));
        await SoonAsync(() => !_a.Recommender.Scenarios.Has("home"));
        Assert.True(await _a.Blocks.RemoveAsync(new("u"), Cancellation));
        await SoonAsync(() => _b.Blocks.Of(new("u")).IsEmpty);

        await _a.Users.WriteAsync([PropertyWrite.Put("u", """{"country": "de"}""")], Cancellation);
        await SoonAsync(() => _b.Users.Schema.TryGet("country", out _));
        Assert.Equal("de", (await _b.Users.PropertiesAsync(new("u"), Cancellation))!["country"].Text);
        await _a.Users.WriteAsync([PropertyWrite.Put("u", """{"country": "fr"}""")], Cancellation);
        await SoonAsync(() => _b.Users.PropertiesAsync(new("u"), Cancellation).AsTask().Result!["country"].Text == "fr");
    }

    [Fact]
    public async Task A_key_made_on_one_node_opens_the_other_and_one_revoked_closes_it()
    {
        using var a = await KeyRing.OpenAsync(_name, _a.Store, TimeProvider.System, Cancellation);
        using var b = await KeyRing.OpenAsync(_name, _b.Store, TimeProvider.System, Cancellation);
        _b.Watch.Follow(KeyRing.Kind, (_, ending) => b.RefreshAsync(ending));

        var (key, text) = await a.CreateAsync(ApiScope.Admin, "both", Cancellation);
        await SoonAsync(() => b.Check(text)?.Id == key.Id);
        await a.RevokeAsync(key.Id, Cancellation);
        await SoonAsync(() => b.Check(text) is null);
    }

    [Fact]
    public async Task A_generation_published_promoted_or_dropped_on_one_node_is_so_on_the_other()
    {
        await _a.Shelf.PublishAsync(GenerationSamples.Contents(), GenerationSamples.Manifest(), 3, Cancellation);
        await SoonAsync(() => _b.Shelf.Holder.Number == 1);
        await _b.Shelf.PublishAsync(GenerationSamples.Contents(seed: 2), GenerationSamples.Manifest(), 3, Cancellation);
        await SoonAsync(() => _a.Shelf.Holder.Number == 2);
        await _a.PromoteAsync(1, Cancellation);
        await SoonAsync(() => _b.Shelf.Holder.Number == 1);
        await _b.Shelf.DropBeforeAsync(3, Cancellation);
        await SoonAsync(() => _a.Shelf.Holder.Number == 0);
        Assert.Equal(_a.Catalog.Count, _b.Catalog.Count);
    }

    [Fact]
    public async Task A_storm_of_changes_a_cut_connection_and_changes_no_longer_kept_end_in_the_same_catalog()
    {
        var settings = await server.SettingsAsync();
        for (var round = 0; round < 3; round++)
        {
            await WriteAsync(_a, [.. Enumerable.Range(0, 10_000).Select(n => PropertyWrite.Put($"item-{n}", $$"""{"round": {{round}}, "n": {{n}}}"""))]);
        }

        await SoonAsync(() => Count(_b, "item.round == 2") == 10_000);
        await PostgresTestServer.AskAsync<long>(settings, $"SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE application_name = 'attune_{_name} *'");
        await WriteAsync(_a, PropertyWrite.Delete("item-7"), PropertyWrite.Put("item-8", """{"round": 9}"""));
        await ((Attune.Cluster.Postgres.PostgresCatalogStore)_a.Store).Feed.TrimAsync(TimeSpan.Zero, Cancellation);

        await SoonAsync(() => Filtered(_b, "item.round == 9") == "item-8" && Count(_b, "item.round == 2") == 9_998);
    }

    [Fact]
    public async Task What_cannot_be_taken_up_is_tried_again_and_holds_up_nobody_else()
    {
        var (tries, seen) = (0, new List<string>());
        _b.Watch.Follow("sometimes", (names, _) => Interlocked.Increment(ref tries) < 3
            ? throw new IOException("away")
            : Taken(names!));

        await _a.Store.WriteDocumentAsync("sometimes", "first", "{}", Cancellation);
        await WriteAsync(_a, PropertyWrite.Put("i", """{"price": 5}"""));
        await SoonAsync(() => Filtered(_b, "item.price < 10") == "i" && Volatile.Read(ref tries) >= 3);
        await _a.Store.WriteDocumentAsync("sometimes", "second", "{}", Cancellation);
        await SoonAsync(() => Volatile.Read(ref tries) >= 4);

        Assert.Equal(["first", "second"], seen);

        ValueTask Taken(IReadOnlyCollection<string> names)
        {
            seen.AddRange(names);
            return default;
        }
    }

    [Fact]
    public async Task A_property_gets_its_type_from_whoever_wrote_it_first()
    {
        await WriteAsync(_a, PropertyWrite.Put("i", """{"size": 5}"""));

        // At once: whether the other node was told already or not, it reads what is stored before a type is new.
        var answered = Assert.IsType<PropertyWriteOutcome.Answered>(await _b.Catalog.WriteAsync([PropertyWrite.Put("j", """{"size": "large", "more": 1}"""), PropertyWrite.Put("k", """{"more": 1}""")], Cancellation));
        Assert.IsType<PropertyVerdict.Refused>(answered.Verdicts[0]);
        await SoonAsync(() => Filtered(_a, "item.more == 1") == "k" && Filtered(_b, "item.size == 5") == "i");
    }

    async Task<Workspace> OpenAsync(string node)
    {
        var embedded = await EmbeddedPorts.OpenAsync(_folder.File(node), new EmbeddedSettings(), TimeProvider.System, NullLoggerFactory.Instance, Cancellation);
        await embedded.Catalog.DisposeAsync();
        var catalog = await server.OpenAsync(_name, await server.SettingsAsync(), node);
        return await Workspace.OpenAsync(_name, embedded with { Catalog = catalog }, new EngineSettings(), TimeProvider.System, NullLoggerFactory.Instance, Cancellation);
    }

    static async Task WriteAsync(Workspace node, params PropertyWrite[] rows)
    {
        var answered = Assert.IsType<PropertyWriteOutcome.Answered>(await node.Catalog.WriteAsync(rows, Cancellation));
        Assert.DoesNotContain(answered.Verdicts, verdict => verdict is PropertyVerdict.Refused or PropertyVerdict.NotFound);
    }

    static string Filtered(Workspace node, string filter)
    {
        var found = Find(node, filter);
        return found is null ? "" : string.Join(' ', Enumerable.Range(0, found.Size).Where(found.Contains).Select(ordinal => node.Catalog.IdOf(ordinal).Value).Order(StringComparer.Ordinal));
    }

    static int Count(Workspace node, string filter) => Find(node, filter) is { } found ? Enumerable.Range(0, found.Size).Count(found.Contains) : 0;

    // Null as long as a property of the filter is not known.
    static ItemSet? Find(Workspace node, string filter)
    {
        var snapshot = node.Catalog.Snapshot;
        return FilterLanguage.Compile(filter, snapshot.Schema) is FilterOutcome.Compiled(var compiled) ? snapshot.Evaluate(compiled, new FilterContext(new EventTime(1))) : null;
    }

    static async Task SoonAsync(Func<bool> condition)
    {
        for (var tries = 0; !condition(); tries++)
        {
            Assert.True(tries < 3_000, "It did not come about within 30 seconds.");
            await Task.Delay(10, Cancellation);
        }
    }
}
