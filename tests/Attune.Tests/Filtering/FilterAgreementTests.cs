using System.Globalization;
using System.Text.Json;
using Attune.Catalog;
using Attune.Events;
using Attune.Filtering;
using Attune.Profiles;
using Attune.Tests.Fakes;

namespace Attune.Tests.Filtering;

/// <summary>What is compiled to columns agrees with the plain interpreter, on random catalogs, changes and filters.</summary>
public sealed class FilterAgreementTests
{
    static readonly string[] Words = ["red", "blue", "green", "shoes", "hats", "", "shoe", "Zürich", "a\"b"];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task A_filter_compiled_agrees_with_its_definition_also_after_changes(int seed)
    {
        var random = new Random(seed);
        await using var store = new MemoryCatalogStore();
        using var catalog = await ItemCatalog.OpenAsync(store, TimeProvider.System, TestContext.Current.CancellationToken);
        using var users = await UserDirectory.OpenAsync(store, TimeProvider.System, TestContext.Current.CancellationToken);
        catalog.Users = users;
        await users.WriteAsync([PropertyWrite.Put("u", """{"age": 30, "country": "red", "member": true, "likes": ["shoes", "red"], "home": {"lat": 52.52, "lon": 13.405}}""")], TestContext.Current.CancellationToken);
        var known = await users.PropertiesAsync(new UserId("u"), TestContext.Current.CancellationToken);
        await WriteAsync(catalog, [PropertyWrite.Put("types", Row(random, 1))]);
        var filters = Enumerable.Range(0, 60).Select(_ => Filter(random, 3)).ToList();
        for (var round = 0; round < 4; round++)
        {
            await WriteAsync(catalog, [.. Enumerable.Range(0, round == 0 ? 2500 : 40).Select(_ => Change(random))]);
            foreach (var text in filters)
            {
                Check(catalog.Snapshot, text, Context(random, catalog.Snapshot.Size, known));
            }
        }
    }

    // With and without an item asked about, a user, a history.
    static FilterContext Context(Random random, int size, IReadOnlyDictionary<string, PropertyValue>? user)
    {
        var draft = new ProfileDraft();
        for (var n = random.Next(3) * 10; n > 0; n--)
        {
            draft.Add(new Interaction(random.Next(size), EventType.Known[random.Next(9)].Code, 1, n, 1), 100);
            draft.Exclude(new Exclusion(random.Next(size), EventType.Known[random.Next(2) == 0 ? 3 : 6].Code), 100);
        }

        return new(new EventTime(1_780_000_000_000_000))
        {
            Item = random.Next(3) == 0 ? -1 : random.Next(size),
            User = random.Next(3) == 0 ? null : user,
            Profile = new Profile(draft),
        };
    }

    static void Check(CatalogSnapshot snapshot, string text, FilterContext context)
    {
        var outcome = snapshot.Compile(text);
        Assert.True(outcome is FilterOutcome.Compiled, $"{text}: {outcome}");
        var filter = ((FilterOutcome.Compiled)outcome).Filter;
        var set = snapshot.Evaluate(filter, context);
        Assert.Equal(snapshot.Size, set.Size);
        for (var ordinal = 0; ordinal < snapshot.Size; ordinal++)
        {
            var expected = snapshot.PropertiesJson(ordinal) is not null && new Interpreter(new PlainValues(snapshot, context, ordinal)).Holds(filter.Root);
            Assert.True(expected == set.Contains(ordinal), $"{text} on {snapshot.PropertiesJson(ordinal)}: expected {expected}");
        }
    }

    static PropertyWrite Change(Random random)
    {
        var id = "i" + random.Next(3000);
        return random.Next(10) switch
        {
            0 => PropertyWrite.Delete(id),
            < 5 => PropertyWrite.Patch(id, Row(random, 0.4)),
            _ => PropertyWrite.Put(id, Row(random, 0.7)),
        };
    }

    static string Row(Random random, double share)
    {
        var row = new Dictionary<string, object>();
        Add("price", () => random.Next(5) == 0 ? 1e308 : random.Next(-3, 12) / 2.0);
        Add("stock", () => random.Next(4));
        Add("inStock", () => random.Next(2) == 0);
        Add("adult", () => random.Next(2) == 0);
        Add("brand", () => Words[random.Next(Words.Length)]);
        Add("maker", () => Words[random.Next(Words.Length)]);
        Add("tags", () => Enumerable.Range(0, random.Next(4)).Select(_ => Words[random.Next(Words.Length)]).ToArray());
        Add("place", () => new { lat = random.Next(-900, 900) / 10.0, lon = random.Next(-1800, 1800) / 10.0 });
        Add("embedding", () => Enumerable.Range(0, 11).Select(_ => random.Next(-5, 6) / 4.0).ToArray());
        Add("odd-name", () => random.Next(3));
        Add("launch", () => DateTimeOffset.UnixEpoch.AddDays(20_000 + random.Next(1200)).ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture));
        return JsonSerializer.Serialize(row);

        void Add(string name, Func<object> value)
        {
            if (random.NextDouble() <= share)
            {
                row[name] = value();
            }
        }
    }

    static string Filter(Random random, int depth)
    {
        if (depth > 0 && random.Next(4) > 0)
        {
            return random.Next(4) switch
            {
                0 => $"!({Filter(random, depth - 1)})",
                1 => $"({Filter(random, depth - 1)}) {(random.Next(2) == 0 ? "==" : "!=")} ({Filter(random, depth - 1)})",
                2 => $"({Filter(random, depth - 1)} && {Filter(random, depth - 1)} && {Filter(random, depth - 1)})",
                _ => $"({Filter(random, depth - 1)} || {Filter(random, depth - 1)})",
            };
        }

        string[] relations = ["==", "!=", "<", "<=", ">", ">="];
        var relation = relations[random.Next(relations.Length)];
        return random.Next(24) switch
        {
            0 => random.Next(3) switch { 0 => "item.inStock", 1 => "context.item.inStock", _ => "user.member" },
            1 => $"item.adult {relations[random.Next(2)]} {(random.Next(2) == 0 ? "true" : "item.inStock")}",
            2 => $"{Number(random, 2)} {relation} {Number(random, 2)}",
            3 => $"{Text(random)} {relation} {Text(random)}",
            4 => $"{Text(random)} in item.tags",
            5 => $"{Text(random)} in [{string.Join(", ", Enumerable.Range(0, random.Next(12)).Select(_ => Literal(random)))}]",
            6 => $"{Number(random, 1)} in [1, 2.5, -1, {random.Next(5)}]",
            7 => $"has(item.{(random.Next(2) == 0 ? "tags" : "brand")})",
            8 => $"item[\"odd-name\"] {relation} {random.Next(3)}",
            9 => $"item.launch {relation} timestamp(\"2025-06-0{random.Next(1, 9)}T00:00:00Z\")",
            10 => $"item.launch {relation} now() - duration(\"{random.Next(12_000)}h\")",
            11 => $"now() - item.launch {relation} duration(\"{random.Next(400)}d12h\")",
            12 => $"{Text(random)}.{(random.Next(3) switch { 0 => "startsWith", 1 => "endsWith", _ => "contains" })}({Text(random)})",
            13 => $"item.{(random.Next(3) switch { 0 => "inStock", 1 => "price", _ => "launch" })} {relations[random.Next(2)]} null",
            14 => $"{Whole(random)} in user.{History(random)}",
            15 => $"{Text(random)} in user.{History(random)}.{(random.Next(2) == 0 ? "brand" : "tags")}",
            16 => $"{Number(random, 1)} in user.{History(random)}.price",
            17 => $"{Text(random)} in {(random.Next(2) == 0 ? "context.item.tags" : "user.likes")}",
            18 => $"{Whole(random)} {relations[random.Next(2)]} {Whole(random)}",
            20 => $"distance({Place(random)}, {Place(random)}) {relation} {random.Next(20_000)}e3",
            21 => $"similarity({Vector(random)}, {Vector(random)}) {relation} {random.Next(-9, 10)} / 10",
            22 => $"distance({Vector(random)}, {Vector(random)}) {relation} {random.Next(6)} || has(item.{(random.Next(2) == 0 ? "place" : "embedding")})",
            19 => $"has({(random.Next(3) switch { 0 => "context.item", 1 => "context.item.brand", _ => "user.age" })}) == {(random.Next(2) == 0 ? "true" : "item.inStock")}",
            _ => random.Next(2) == 0 ? "true" : "false",
        };
    }

    static string Place(Random random) => random.Next(4) switch { 0 => "context.item.place", 1 => "geo(52.5, -13.4)", 2 => "user.home", _ => "item.place" };

    static string Vector(Random random) => random.Next(3) switch { 0 => "context.item.embedding", 1 => "[1, 0, -1, 0, 0.5, 0, 0, 0, 0, 0, 2]", _ => "item.embedding" };

    static string Whole(Random random) => random.Next(3) == 0 ? "context.item" : "item";

    static string History(Random random) => Histories.Names[random.Next(4)];

    static string Number(Random random, int depth) => depth > 0 && random.Next(2) == 0
        ? $"({Number(random, depth - 1)} {"+-*/"[random.Next(4)]} {Number(random, depth - 1)})"
        : random.Next(7) switch
        {
            0 => "item.price",
            3 => "context.item.price",
            4 => "user.age / 10",
            5 => $"size(user.{History(random)})",
            1 => "item.stock",
            2 => "size(item.tags)",
            _ => $"-{random.Next(4)}.5",
        };

    static string Text(Random random) => random.Next(8) switch
    {
        0 or 1 => "item.brand",
        2 => "item.maker",
        3 => "context.item.brand",
        4 => "user.country",
        5 => random.Next(2) == 0 ? "item.id" : "context.item.id",
        _ => Literal(random),
    };

    static string Literal(Random random) => $"'{Words[random.Next(Words.Length)].Replace("\"", "\\\"", StringComparison.Ordinal)}'";

    static async Task WriteAsync(ItemCatalog catalog, PropertyWrite[] rows)
    {
        var outcome = await catalog.WriteAsync(rows, TestContext.Current.CancellationToken);
        Assert.DoesNotContain(Assert.IsType<PropertyWriteOutcome.Answered>(outcome).Verdicts, verdict => verdict is PropertyVerdict.Refused);
    }
}
