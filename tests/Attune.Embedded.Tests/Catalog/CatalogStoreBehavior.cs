using System.Security.Cryptography;
using Attune.Catalog;
using Attune.Events;
using Attune.Generations;

namespace Attune.Embedded.Tests.Catalog;

/// <summary>What every catalog store does, whatever it is kept in.</summary>
public abstract class CatalogStoreBehavior
{
    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Ordinals_are_given_in_order_without_gaps_and_survive_reopening()
    {
        await using (var store = await OpenAsync())
        {
            Assert.Equal(Items("b", "a"), await store.AssignOrdinalsAsync(Items("b", "a"), 0, Cancellation));
            Assert.Equal(Items("ü, longer than twelve bytes"), await store.AssignOrdinalsAsync(Items("ü, longer than twelve bytes"), 2, Cancellation));
        }

        await using var reopened = await OpenAsync();
        Assert.Equal(Items("b", "a", "ü, longer than twelve bytes"), await reopened.LoadOrdinalsAsync(0, Cancellation));
        Assert.Equal(Items("ü, longer than twelve bytes"), await reopened.LoadOrdinalsAsync(2, Cancellation));
        Assert.Equal(Items("c"), await reopened.AssignOrdinalsAsync(Items("c"), 3, Cancellation));
    }

    [Fact]
    public async Task An_id_keeps_the_ordinal_it_has_and_whoever_knows_fewer_is_told_of_the_others()
    {
        await using var store = await OpenAsync();
        await store.AssignOrdinalsAsync(Items("old", "older"), 0, Cancellation);

        Assert.Equal(Items("older", "new"), await store.AssignOrdinalsAsync(Items("new", "old", "new"), 1, Cancellation));
        Assert.Equal(Items("old", "older", "new"), await store.LoadOrdinalsAsync(0, Cancellation));
    }

    [Fact]
    public async Task Asked_for_no_ordinals_it_gives_none_and_tells_of_those_of_others()
    {
        await using var store = await OpenAsync();
        Assert.Empty(await store.AssignOrdinalsAsync([], 0, Cancellation));
        await store.AssignOrdinalsAsync(Items("a", "b"), 0, Cancellation);

        Assert.Equal(Items("b"), await store.AssignOrdinalsAsync([], 1, Cancellation));
        Assert.Empty(await store.AssignOrdinalsAsync([], 2, Cancellation));
    }

    [Fact]
    public async Task A_record_that_does_not_fit_the_schema_is_set_aside_with_the_reason_until_it_is_written_anew()
    {
        await using var store = await OpenAsync();
        using (var catalog = await ItemCatalog.OpenAsync(store, TimeProvider.System, Cancellation))
        {
            await catalog.WriteAsync([PropertyWrite.Put("good", """{"price":1}"""), PropertyWrite.Put("bad", """{"price":2}""")], Cancellation);
        }

        await store.WriteAsync(PropertyOwner.Item, [Record("bad", """{"price":"cheap"}""")], Cancellation);

        using var again = await ItemCatalog.OpenAsync(store, TimeProvider.System, Cancellation);
        Assert.Equal(["good", "bad"], Enumerable.Range(0, again.Count).Select(ordinal => again.IdOf(ordinal).Value));
        Assert.Equal(["""{"price":1}""", null], Enumerable.Range(0, again.Count).Select(again.Snapshot.PropertiesJson));
        Assert.Contains("'bad' does not fit at 'price' (cheap)", Assert.Single(again.SetAside).Value, StringComparison.Ordinal);

        await again.WriteAsync([PropertyWrite.Put("bad", """{"price":3}""")], Cancellation);
        Assert.Empty(again.SetAside);
        using var mended = await ItemCatalog.OpenAsync(store, TimeProvider.System, Cancellation);
        Assert.Equal("""{"price":3}""", mended.Snapshot.PropertiesJson(1));
        Assert.Empty(mended.SetAside);
    }

    [Theory]
    [InlineData(PropertyOwner.Item)]
    [InlineData(PropertyOwner.User)]
    public async Task Records_are_written_replaced_and_deleted(PropertyOwner owner)
    {
        await using var store = await OpenAsync();
        await store.WriteAsync(owner, [Record("a", """{"n":1}"""), Record("b", """{"n":2}""")], Cancellation);
        await store.WriteAsync(
            owner, [Record("b", """{"n":3}"""), Record("a", null), Record("c", "{}"), Record("absent", null)], Cancellation);

        Assert.Equal([Record("b", """{"n":3}"""), Record("c", "{}")], await LoadAsync(store, owner));
        Assert.Equal(Record("b", """{"n":3}"""), await store.FindAsync(owner, "b", Cancellation));
        Assert.Null(await store.FindAsync(owner, "a", Cancellation));
        Assert.Empty(await LoadAsync(store, owner == PropertyOwner.Item ? PropertyOwner.User : PropertyOwner.Item));
    }

    [Fact]
    public async Task Of_several_records_for_one_id_in_a_batch_the_last_holds()
    {
        await using var store = await OpenAsync();
        await store.WriteAsync(
            PropertyOwner.Item,
            [Record("a", """{"n":1}"""), Record("b", """{"n":1}"""), Record("a", """{"n":2}"""), Record("b", null)],
            Cancellation);

        Assert.Equal([Record("a", """{"n":2}""")], await LoadAsync(store, PropertyOwner.Item));
    }

    [Fact]
    public async Task Any_text_comes_back_as_it_was()
    {
        await using var store = await OpenAsync();
        var record = Record("'; DROP TABLE items; --", """{"t":"日本語 \u0000 \"quoted\" '' 🙂"}""");
        await store.WriteAsync(PropertyOwner.Item, [record], Cancellation);

        Assert.Equal(record, await store.FindAsync(PropertyOwner.Item, record.Id, Cancellation));
        Assert.Equal([record], await LoadAsync(store, PropertyOwner.Item));
    }

    [Fact]
    public async Task The_store_agrees_with_a_dictionary_over_random_writes()
    {
        var random = new Random(7);
        var expected = new SortedDictionary<string, PropertyRecord>(StringComparer.Ordinal);
        await using (var store = await OpenAsync())
        {
            for (var write = 0; write < 30; write++)
            {
                var records = Enumerable.Range(0, random.Next(1, 40))
                    .Select(_ => Record($"id-{random.Next(100)}", random.Next(4) == 0 ? null : $$"""{"n":{{random.Next()}}}"""))
                    .ToArray();
                await store.WriteAsync(PropertyOwner.Item, records, Cancellation);
                foreach (var record in records)
                {
                    expected.Remove(record.Id);
                    if (record.Properties is not null)
                    {
                        expected.Add(record.Id, record);
                    }
                }
            }

            Assert.Equal(expected.Values, await LoadAsync(store, PropertyOwner.Item));
        }

        await using var reopened = await OpenAsync();
        Assert.Equal(expected.Values, await LoadAsync(reopened, PropertyOwner.Item));
    }

    [Fact]
    public async Task Documents_are_kept_by_kind_and_name()
    {
        await using var store = await OpenAsync();
        await store.WriteDocumentAsync("keys", "b", """{"v":1}""", Cancellation);
        await store.WriteDocumentAsync("keys", "a", """{"v":2}""", Cancellation);
        await store.WriteDocumentAsync("settings", "a", """{"v":3}""", Cancellation);
        await store.WriteDocumentAsync("keys", "b", """{"v":4}""", Cancellation);

        Assert.Equal("""{"v":4}""", await store.ReadDocumentAsync("keys", "b", Cancellation));
        Assert.Equal(["a", "b"], (await store.ReadDocumentsAsync("keys", Cancellation)).Keys);
        Assert.Equal(["keys", "settings"], await store.DocumentKindsAsync(Cancellation));

        await store.WriteDocumentAsync("keys", "b", null, Cancellation);
        Assert.Null(await store.ReadDocumentAsync("keys", "b", Cancellation));
        Assert.Equal("""{"v":3}""", await store.ReadDocumentAsync("settings", "a", Cancellation));
    }

    [Fact]
    public async Task A_generation_is_saved_with_its_size_and_checksum_and_found_after_reopening()
    {
        byte[] content = [.. Enumerable.Range(0, 100_000).Select(value => (byte)value)];
        await using (var store = await OpenAsync())
        {
            await store.SaveGenerationAsync(Manifest(7), (stream, cancel) => stream.WriteAsync(content, cancel), Cancellation);
        }

        await using var reopened = await OpenAsync();
        var manifest = Assert.Single(await reopened.ListGenerationsAsync(Cancellation));
        Assert.Equal(content, await File.ReadAllBytesAsync(await reopened.LocateGenerationAsync(7, Cancellation), Cancellation));
        Assert.Equal((content.Length, Convert.ToHexStringLower(SHA256.HashData(content))), (manifest.Bytes, manifest.Checksum));
        Assert.Equivalent(Manifest(7) with { Bytes = manifest.Bytes, Checksum = manifest.Checksum }, manifest, strict: true);
    }

    [Fact]
    public async Task Generations_are_listed_newest_first_and_a_number_is_used_once_even_if_deleted()
    {
        await using var store = await OpenAsync();
        foreach (var number in (int[])[1, 2, 5])
        {
            await store.SaveGenerationAsync(Manifest(number), (_, _) => ValueTask.CompletedTask, Cancellation);
        }

        await store.DeleteGenerationAsync(5, Cancellation);
        await store.DeleteGenerationAsync(5, Cancellation);

        Assert.Equal([2, 1], (await store.ListGenerationsAsync(Cancellation)).Select(manifest => manifest.Number));
        await Assert.ThrowsAsync<FileNotFoundException>(async () => await store.LocateGenerationAsync(5, Cancellation));
        await Assert.ThrowsAsync<ArgumentException>(async () =>
            await store.SaveGenerationAsync(Manifest(5), (_, _) => ValueTask.CompletedTask, Cancellation));
    }

    [Fact]
    public async Task A_generation_whose_writing_fails_leaves_nothing_behind()
    {
        await using var store = await OpenAsync();

        await Assert.ThrowsAsync<IOException>(async () => await store.SaveGenerationAsync(
            Manifest(1), (_, _) => throw new IOException("no room"), Cancellation));
        await Assert.ThrowsAsync<InvalidDataException>(async () => await store.SaveGenerationAsync(
            Manifest(1) with { Checksum = "00" }, (stream, cancel) => stream.WriteAsync(new byte[3], cancel), Cancellation));

        Assert.Empty(await store.ListGenerationsAsync(Cancellation));
        await store.SaveGenerationAsync(Manifest(1), (_, _) => ValueTask.CompletedTask, Cancellation);
        Assert.Single(await store.ListGenerationsAsync(Cancellation));
    }

    /// <summary>Opens the store of this test; a second time, the same one again.</summary>
    protected abstract ValueTask<ICatalogStore> OpenAsync();

    protected static GenerationManifest Manifest(int number) => new()
    {
        Number = number,
        TrainedAt = EventTime.From(new DateTimeOffset(2026, 3, 1, 2, 3, 4, 567, TimeSpan.Zero)),
        TrainingTook = TimeSpan.FromSeconds(12.5),
        Seed = 1,
        Log = LogToken.Of([(0, 10), (3, 20)]),
        DataFingerprint = "f",
        Users = 1,
        Items = 2,
        Interactions = 3,
        Settings = new Dictionary<string, double> { ["factors"] = 64 },
        Metrics = new Dictionary<string, double> { ["ials.ndcg@20"] = 0.125 },
        Verdict = "The first generation.",
    };

    static PropertyRecord Record(string id, string? properties) => new(id, properties, new EventTime(1_700_000_000_123_456));

    static ItemId[] Items(params string[] ids) => [.. ids.Select(id => new ItemId(id))];

    static async Task<List<PropertyRecord>> LoadAsync(ICatalogStore store, PropertyOwner owner)
    {
        var records = await store.LoadAsync(owner, Cancellation).ToListAsync(Cancellation);
        records.Sort((left, right) => string.CompareOrdinal(left.Id, right.Id));
        return records;
    }
}
