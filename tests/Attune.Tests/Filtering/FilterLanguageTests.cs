using Attune.Catalog;
using Attune.Filtering;

namespace Attune.Tests.Filtering;

public sealed class FilterLanguageTests
{
    static readonly PropertySchema Schema = PropertySchema.Empty.With(
    [
        new("price", PropertyType.Number),
        new("inStock", PropertyType.Boolean),
        new("brand", PropertyType.Text),
        new("launch", PropertyType.Timestamp),
        new("categories", PropertyType.TextSet),
        new("odd-name", PropertyType.Number),
        new("place", PropertyType.GeoPoint),
        new("embedding", new PropertyKind(PropertyType.Vector, 3)),
        new("other", new PropertyKind(PropertyType.Vector, 4)),
    ]);

    static readonly PropertySchema Users = PropertySchema.Empty.With([new("country", PropertyType.Text), new("age", PropertyType.Number)]);

    [Theory]
    [InlineData("item.price < context.item.price * 1.2 && item.brand == context.item.brand && item != context.item")]
    [InlineData("item in user.bought || item.id in user.viewed || context.item in user.recent || size(user.disliked) > 3")]
    [InlineData("item.brand in user.bought.brand && 'x' in user.recent.categories && item.price in user.viewed.price")]
    [InlineData("distance(item.place, geo(52.5, -13.4)) / 1000 < 5 && similarity(item.embedding, [1, 0, -1]) > 0.5 && has(item.place)")]
    [InlineData("user.country == 'DE' && context.user.age > 18 && has(user.age) && user.age != null && item.id in ['a', 'b']")]
    [InlineData("has(context.item) && item.id == context.item.id && 'a' in context.item.categories")]
    [InlineData("item.price < 100 && \"shoes\" in item.categories && item.inStock")]
    [InlineData("!(item.brand in ['a', \"b\"]) || size(item.categories) == 0")]
    [InlineData("item.launch > now() - duration(\"24h\") && item.launch <= timestamp('2026-11-20T18:00:00Z')")]
    [InlineData("item[\"odd-name\"] * 2 + 1 >= -item.price / 3")]
    [InlineData("has(item.brand) && item.brand.startsWith(\"N\") && item.brand != null")]
    [InlineData("(true)")]
    public void The_language_takes(string text) => Assert.IsType<FilterOutcome.Compiled>(FilterLanguage.Compile(text, Schema, Users));

    [Theory]
    [InlineData("item.prise < 100", 0, 10, "Items have no property 'prise'. Did you mean item.price?", "item.price")]
    [InlineData("item.oddname == 1", 0, 12, "Items have no property 'oddname'. Did you mean item[\"odd-name\"]?", "item[\"odd-name\"]")]
    [InlineData("item.price < \"x\"", 0, 16, "'<' compares values of one type; these are number and text.", null)]
    [InlineData("item.price", 0, 10, "A condition (boolean) is expected here; this is of type number.", null)]
    [InlineData("item.inStock && item.brand", 16, 10, "A condition (boolean) is expected here; this is of type text.", null)]
    [InlineData("1 in item.categories", 0, 1, "Only a text can be in a set of text; this is of type number.", null)]
    [InlineData("item.brand in [1, 2]", 0, 20, "The list holds number and is asked for text.", null)]
    [InlineData("item.brand in ['a', 2]", 20, 1, "A list holds values of one type; this one began with text and here is number.", null)]
    [InlineData("item.brand in item.brand", 14, 10, "A set property or a list is expected after 'in'; this is of type text.", null)]
    [InlineData("item.brand + 'x' == 'y'", 0, 16, "'+' does not join text and text.", null)]
    [InlineData("price < 3", 0, 5, "'price' is not known. Properties are written item.price.", "item.price")]
    [InlineData("item.price <", 12, 0, "A value is expected, not the end.", null)]
    [InlineData("item.price = 3", 11, 1, "'=' means nothing here.", "==")]
    [InlineData("(item.inStock", 13, 0, "')' is expected, not the end.", null)]
    [InlineData("item.inStock item.inStock", 13, 4, "An operator is missing before 'item'.", null)]
    [InlineData("item.brand == 'x", 14, 2, "The text that begins here is not closed by '.", null)]
    [InlineData("1 < 2 < 3", 6, 1, "An operator is missing before '<'.", null)]
    [InlineData("item.price < 1e999", 13, 5, "'1e999' is not a finite number.", null)]
    [InlineData("item.brand.startWith('x')", 0, 25, "There is no function 'startWith'. Did you mean startsWith?", "startsWith")]
    [InlineData("item.launch > timestamp('soon')", 14, 17, "timestamp is used as timestamp(\"2026-11-20T18:00:00Z\"); it was given text.", "timestamp(\"2026-11-20T18:00:00Z\")")]
    [InlineData("", 0, 0, "A value is expected, not the end.", null)]
    [InlineData("item.inStock and item.price < 3", 13, 3, "'and' is no operator here. Did you mean &&?", "&&")]
    [InlineData("(item.inStock OR true)", 14, 2, "'OR' is no operator here. Did you mean ||?", "||")]
    [InlineData("not item.inStock", 0, 3, "'not' is not known. Did you mean !?", "!")]
    [InlineData("item.price =< 3", 11, 1, "'=' means nothing here.", "<=")]
    [InlineData("item.price ≤ 3", 11, 1, "'≤' means nothing here.", "<=")]
    [InlineData("user.contry == 'DE'", 0, 11, "Users have no property 'contry'. Did you mean user.country?", "user.country")]
    [InlineData("item in user.bougt", 8, 10, "Users have no property 'bougt'. Did you mean user.bought?", "user.bought")]
    [InlineData("item.brand in user.bought", 0, 10, "A history holds items: write item in user.bought, or name a property of them; this is of type text.", "item")]
    [InlineData("item.brand in user.bought.brend", 14, 17, "Items have no property 'brend'. Did you mean user.bought.brand?", "user.bought.brand")]
    [InlineData("item.price in user.bought.brand", 0, 31, "The history's 'brand' is of type text and is asked for number.", null)]
    [InlineData("context.itm.price > 3", 8, 3, "The context has item and user, not 'itm'. Did you mean context.item?", "context.item")]
    [InlineData("context.item.prise > 3", 0, 18, "Items have no property 'prise'. Did you mean context.item.price?", "context.item.price")]
    [InlineData("context > 3", 0, 7, "'context' is what the question is about; name context.item or context.user.", "context.item")]
    [InlineData("user == 3", 0, 4, "'user' stands for the whole user; name a property, or bought, viewed, disliked, recent.", "user.name")]
    [InlineData("items.price > 3", 0, 5, "'items' is not known: properties are those of item, context.item and user. Did you mean item?", "item")]
    [InlineData("distance(item.embedding, item.other) < 1", 0, 36, "distance is used as distance(item.place, geo(52.5, 13.4)) or distance(item.vector, context.item.vector); it was given vector of 3 and vector of 4.", "distance(item.place, geo(52.5, 13.4)) or distance(item.vector, context.item.vector)")]
    [InlineData("distance(item.place, geo(91, 0)) < 1", 21, 10, "geo is used as geo(52.5, 13.4); it was given number and number.", "geo(52.5, 13.4)")]
    [InlineData("distanse(item.place, geo(9, 0)) < 1", 0, 31, "There is no function 'distanse'. Did you mean distance?", "distance")]
    [InlineData("item.place == geo(9, 0)", 0, 23, "'==' does not compare values of type geo point.", null)]
    [InlineData("item < 3", 0, 8, "'<' compares values of one type; these are item and number.", null)]
    public void A_fault_has_place_reason_and_suggestion(string text, int position, int length, string message, string? suggestion)
    {
        var fault = Assert.IsType<FilterOutcome.Refused>(FilterLanguage.Compile(text, Schema, Users)).Fault;

        Assert.Equal(new FilterFault(position, length, message, suggestion), fault);
    }

    [Fact]
    public void Hostile_texts_are_refused_by_a_limit_and_long_chains_are_not_deep()
    {
        Refused(new string('(', 4000));
        Refused(new string('!', 4000) + "true");
        Refused(new string('-', 4000) + "1 > 0");
        Refused(new string('[', 4000));
        Refused("item.brand" + string.Concat(Enumerable.Repeat(".contains('a')", 200)));
        Refused(string.Join('+', Enumerable.Repeat("1", 400)) + " > 0");
        Refused(string.Join("||", Enumerable.Repeat("true", 600)));
        Refused(new string(' ', 5000) + "true");
        Refused($"item.price in [{string.Join(',', Enumerable.Range(0, 1001))}]");

        Assert.IsType<FilterOutcome.Compiled>(FilterLanguage.Compile(string.Join("||", Enumerable.Repeat("true", 500)), Schema));
        Assert.IsType<FilterOutcome.Compiled>(FilterLanguage.Compile($"item.price in [{string.Join(',', Enumerable.Range(0, 1000))}]", Schema));
    }

    [Fact]
    public void No_text_makes_it_throw()
    {
        var random = new Random(5);
        string[] parts =
        [
            "item", ".", "price", "brand", "categories", "launch", "inStock", "(", ")", "[", "]", "!", "-", "+", "*", "/", "&&", "||", "==", "!=", "<", ">=",
            " in ", "'a'", "\"b\"", "\\", "'", "1", "2.5", "1e9", "true", "null", "has(", "size(", "now()", "timestamp(", "duration('1h')", ".contains(", ",", "\ud800", "é", "\0", "=",
        ];
        for (var round = 0; round < 50_000; round++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(12)).Select(_ => parts[random.Next(parts.Length)]));
            var outcome = FilterLanguage.Compile(text, Schema, Users);

            if (outcome is FilterOutcome.Refused { Fault: var fault })
            {
                Assert.True(fault.Position >= 0 && fault.Length >= 0 && fault.Position + fault.Length <= text.Length, $"{text}: {fault}");
            }
        }
    }

    static void Refused(string text) => Assert.IsType<FilterOutcome.Refused>(FilterLanguage.Compile(text, Schema, Users));
}
