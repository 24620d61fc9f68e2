using System.Globalization;
using System.Text.Json;
using Attune.Catalog;
using Attune.Events;
using Attune.Filtering;
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
        await WriteAsync(catalog, [PropertyWrite.Put("types", Row(random, 1))]);
        var filters = Enumerable.Range(0, 60).Select(_ => Filter(random, 3)).ToList();
        for (var round = 0; round < 4; round++)
        {
            await WriteAsync(catalog, [.. Enumerable.Range(0, round == 0 ? 2500 : 40).Select(_ => Change(random))]);
            foreach (var text in filters)
            {
                Check(catalog.Snapshot, text);
            }
        }
    }

    static void Check(CatalogSnapshot snapshot, string text)
    {
        var now = new EventTime(1_780_000_000_000_000);
        var outcome = snapshot.Compile(text);
        Assert.True(outcome is FilterOutcome.Compiled, $"{text}: {outcome}");
        var filter = ((FilterOutcome.Compiled)outcome).Filter;
        var set = snapshot.Evaluate(filter, new(now));
        Assert.Equal(snapshot.Size, set.Size);
        for (var ordinal = 0; ordinal < snapshot.Size; ordinal++)
        {
            var expected = snapshot.PropertiesJson(ordinal) is { } json && new Interpreter(ValuesOf(json), now).Holds(filter.Root);
            Assert.True(expected == set.Contains(ordinal), $"{text} on {snapshot.PropertiesJson(ordinal)}: expected {expected}");
        }
    }

    // Written without the catalog's own reader: this is the definition's side.
    static Func<PropertyDefinition, PropertyValue> ValuesOf(string json)
    {
        using var document = JsonDocument.Parse(json);
        var values = document.RootElement.EnumerateObject().ToDictionary(entry => entry.Name, entry => entry.Value.Clone());
        return property => !values.TryGetValue(property.Name, out var value) ? PropertyValue.None : property.Type switch
        {
            PropertyType.Boolean => PropertyValue.Of(value.GetBoolean()),
            PropertyType.Number => PropertyValue.Of(value.GetDouble()),
            PropertyType.Text => PropertyValue.Of(value.GetString()!),
            PropertyType.Timestamp => PropertyValue.Of(EventTime.From(DateTimeOffset.Parse(value.GetString()!, CultureInfo.InvariantCulture))),
            _ => PropertyValue.Of(value.EnumerateArray().Select(member => member.GetString()!)),
        };
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
        return random.Next(15) switch
        {
            0 => "item.inStock",
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
            _ => random.Next(2) == 0 ? "true" : "false",
        };
    }

    static string Number(Random random, int depth) => depth > 0 && random.Next(2) == 0
        ? $"({Number(random, depth - 1)} {"+-*/"[random.Next(4)]} {Number(random, depth - 1)})"
        : random.Next(4) switch
        {
            0 => "item.price",
            1 => "item.stock",
            2 => "size(item.tags)",
            _ => $"-{random.Next(4)}.5",
        };

    static string Text(Random random) => random.Next(3) switch { 0 => "item.brand", 1 => "item.maker", _ => Literal(random) };

    static string Literal(Random random) => $"'{Words[random.Next(Words.Length)].Replace("\"", "\\\"", StringComparison.Ordinal)}'";

    static async Task WriteAsync(ItemCatalog catalog, PropertyWrite[] rows)
    {
        var outcome = await catalog.WriteAsync(rows, TestContext.Current.CancellationToken);
        Assert.DoesNotContain(Assert.IsType<PropertyWriteOutcome.Answered>(outcome).Verdicts, verdict => verdict is PropertyVerdict.Refused);
    }
}
