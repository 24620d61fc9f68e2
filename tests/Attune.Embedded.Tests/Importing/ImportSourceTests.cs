using System.Globalization;
using System.IO.Compression;
using Attune.Embedded.Importing;
using Attune.Events;

namespace Attune.Embedded.Tests.Importing;

public sealed class ImportSourceTests : IDisposable
{
    readonly TemporaryFolder _folder = new();

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Columns_are_found_by_their_names_and_rows_come_in_the_order_of_the_file()
    {
        var path = _folder.Write("views.csv", """
            Timestamp,user_id,Item-ID,rating
            1700000001,007,b,4.5
            1700000000,8,a,2
            """);

        var all = await ReadAsync(new ImportSettings { Paths = [path] });

        Assert.Equal([new UserId("007"), new UserId("8")], all.Events.Select(one => one.User!.Value));
        Assert.Equal([new ItemId("b"), new ItemId("a")], all.Events.Select(one => one.Item!.Value));
        Assert.Equal([4.5, 2], all.Events.Select(one => one.Value));
        Assert.All(all.Events, one => Assert.Equal(EventType.Rating, one.Type));
        Assert.Equal(1_700_000_001_000_000, all.Events[0].Time.Micros);
        Assert.Equal((2, 2), (all.RowsRead, all.RowsTotal));
    }

    [Fact]
    public async Task A_mapping_names_columns_constants_and_properties_of_the_item()
    {
        var path = _folder.Write("sales.csv", """
            who;what;when;paid;title;price
            ann;x;03/02/2026 10:20;1.5;A thing;2.50
            bob;x;03/02/2026 10:21;3;A thing;2.50
            ann;y;03/02/2026 10:22;;"Other; thing";
            """);

        var all = await ReadAsync(new ImportSettings
        {
            Paths = [path],
            Map = ImportSettings.ParseMap(
                "user=who, item=what, time=when, value=paid, type=purchase, item.name=title, item.price=price, session='shop'"),
            TimeFormat = "%d/%m/%Y %H:%M",
        });

        Assert.All(all.Events, one => Assert.Equal((EventType.Purchase, new SessionId("shop")), (one.Type, one.Session!.Value)));
        Assert.Equal([1.5, 3, null], all.Events.Select(one => one.Value));
        Assert.Equal(
            new DateTimeOffset(2026, 2, 3, 10, 20, 0, TimeSpan.Zero), all.Events[0].Time.ToDateTimeOffset());
        Assert.Equal(
            [new ImportedRecord("x", """{"name":"A thing","price":2.5}"""), new ImportedRecord("y", """{"name":"Other; thing"}""")],
            all.Items);
    }

    [Fact]
    public async Task A_column_that_is_called_item_dot_something_is_a_property_of_the_item()
    {
        var path = _folder.Write("shop.csv", "user,item,time,item.name\nann,tea,2026-11-01T09:00:00Z,Green tea\n");

        var imported = await ReadAsync(new ImportSettings { Paths = [path] });

        Assert.Equal("""{"name":"Green tea"}""", Assert.Single(imported.Items).Properties);
        Assert.Single(imported.Events);
    }

    [Fact]
    public async Task A_row_without_a_valid_event_is_refused_with_row_field_value_and_limit()
    {
        var path = _folder.Write("bad.csv", $"""
            user,item,timestamp,type,value
            u,a,2026-01-01T00:00:00Z,view,
            u,,2026-01-01T00:00:00Z,view,
            ,a,2026-01-01T00:00:00Z,view,
            u,a,yesterday,view,
            u,a,2126-01-01T00:00:00Z,view,
            u,a,2026-01-01T00:00:00Z,glance,
            u,a,2026-01-01T00:00:00Z,rating,
            u,a,2026-01-01T00:00:00Z,view,much
            u,a,2026-01-01T00:00:00Z,portion,2
            u,{new string('x', 300)},2026-01-01T00:00:00Z,view,
            u,,2026-01-01T00:00:00Z,search,
            u,a,2026-01-01T00:00:00Z,AddToCart,
            """);

        var all = await ReadAsync(new ImportSettings { Paths = [path] });

        Assert.Equal([EventType.View, EventType.Search, EventType.Cart], all.Events.Select(one => one.Type));
        Assert.Equal(
            [(2, "item", ""), (3, "user", ""), (4, "time", "yesterday"), (5, "time", "2126-01-01T00:00:00Z"),
                (6, "type", "glance"), (7, "value", ""), (8, "value", "much"), (9, "value", "2"), (10, "item", new string('x', 64))],
            all.Refusals.Select(refusal => ((int)refusal.Row, refusal.Field, refusal.Value)));
        Assert.All(all.Refusals, refusal => Assert.Equal("bad.csv", refusal.File));
    }

    [Fact]
    public async Task Lines_that_cannot_be_split_into_cells_are_refused_by_line_and_the_rest_is_read()
    {
        var path = _folder.Write("broken.csv", "user,item,time\nu,a,1700000000\nu,b\nu,c,1700000000,more\nu,d,1700000000\n");

        var all = await ReadAsync(new ImportSettings { Paths = [path] });

        Assert.Equal(["a", "d"], all.Events.Select(one => one.Item!.Value.Value));
        Assert.Equal([(3L, "line", "u,b"), (4L, "line", "u,c,1700000000,more")], all.Refusals.Select(one => (one.Row, one.Field, one.Value)));
    }

    [Fact]
    public async Task The_same_file_gives_the_same_event_ids_and_another_gives_others()
    {
        var rows = "user,item,time\n" + string.Concat(Enumerable.Range(0, 5000).Select(row => $"u{row % 7},i{row},17000{row:00000}\n"));
        var one = _folder.Write("one.csv", rows);
        var two = _folder.Write("two.csv", rows);

        var first = await ReadAsync(new ImportSettings { Paths = [one, two] });
        var again = await ReadAsync(new ImportSettings { Paths = [one, two], ChunkRows = 999 });

        Assert.Equal(first.Events, again.Events);
        Assert.Equal(10_000, first.Events.Select(happened => happened.EventId).Distinct().Count());
        Assert.Equal(Enumerable.Range(0, 5000).Select(row => $"i{row}"), first.Events.Take(5000).Select(happened => happened.Item!.Value.Value));
    }

    [Fact]
    public async Task A_long_file_comes_in_its_order()
    {
        const int Rows = 300_000;
        var path = _folder.File("long.csv.gz");
        await using (var writer = new StreamWriter(new GZipStream(File.Create(path), CompressionLevel.Fastest)))
        {
            await writer.WriteLineAsync("user,item,time");
            for (var row = 0; row < Rows; row++)
            {
                await writer.WriteLineAsync($"u{row % 100},{row},1700000000");
            }
        }

        await using var source = await ImportSource.OpenAsync(new ImportSettings { Paths = [path] }, TimeProvider.System, Cancellation);
        var expected = 0;
        await foreach (var chunk in source.ReadAsync(Cancellation))
        {
            foreach (var happened in chunk.Events)
            {
                Assert.Equal(expected.ToString(CultureInfo.InvariantCulture), happened.Item!.Value.Value);
                expected++;
            }
        }

        Assert.Equal(Rows, expected);
    }

    [Fact]
    public async Task A_condition_chooses_rows_and_counts_the_others()
    {
        var path = _folder.Write("some.csv", "user,item,time,country\nu,a,1700000000,DE\nu,b,1700000000,FR\nu,c,1700000000,\n");

        var all = await ReadAsync(new ImportSettings { Paths = [path], Where = "country = 'DE'" });

        Assert.Equal(["a"], all.Events.Select(one => one.Item!.Value.Value));
        Assert.Equal(2, all.LeftOut["not chosen"]);
        Assert.EndsWith("-1", all.Events[0].EventId, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("rows.json", """[{"user":"u","item":"a","time":"2026-01-01T01:00:00+01:00"},{"user":"v","item":"b","time":1767225600000}]""")]
    [InlineData("rows.ndjson", "{\"user\":\"u\",\"item\":\"a\",\"time\":\"2026-01-01T00:00:00Z\"}\n{\"user\":\"v\",\"item\":\"b\",\"time\":\"2026-01-01T00:00:00Z\"}\n")]
    [InlineData("rows.tsv", "user\titem\ttime\nu\ta\t1767225600\nv\tb\t1767225600000000\n")]
    public async Task Json_lines_and_tabs_are_read_alike(string name, string text)
    {
        var all = await ReadAsync(new ImportSettings { Paths = [_folder.Write(name, text)] });

        Assert.Empty(all.Refusals);
        Assert.Equal(["u", "v"], all.Events.Select(one => one.User!.Value.Value));
        Assert.All(all.Events, one => Assert.Equal("2026-01-01T00:00:00.000000Z", one.Time.ToString()));
    }

    [Fact]
    public async Task A_compressed_file_is_read_as_its_name_without_gz()
    {
        var path = _folder.File("views.csv.gz");
        await using (var stream = new GZipStream(File.Create(path), CompressionLevel.Fastest))
        {
            await stream.WriteAsync("user,item,time\nu,a,1700000000\n"u8.ToArray(), Cancellation);
        }

        Assert.Single((await ReadAsync(new ImportSettings { Paths = [path] })).Events);
    }

    [Fact]
    public async Task Items_keep_the_types_of_their_cells()
    {
        var path = _folder.Write("items.csv", """
            sku,title,price,stock,launched,code
            a,One,1.50,true,2026-02-03,007
            b,,3,false,,x1
            """);

        var all = await ReadAsync(new ImportSettings { Paths = [path], Kind = ImportKind.Items });

        Assert.Equal(
            [
                new ImportedRecord("a", """{"title":"One","price":1.5,"stock":true,"launched":"2026-02-03T00:00:00Z","code":"007"}"""),
                new ImportedRecord("b", """{"price":3.0,"stock":false,"code":"x1"}"""),
            ],
            all.Items);
    }

    [Theory]
    [InlineData("absent.csv", "", "", "no file")]
    [InlineData("a.xlsx", "x", "", "xlsx")]
    [InlineData("a.csv", "a,b\n1,2\n", "", "user or session")]
    [InlineData("a.csv", "user,b\n1,2\n", "", "time")]
    [InlineData("a.csv", "user,time\n1,2\n", "item=sku", "no column 'sku'; it has user, time")]
    [InlineData("a.csv", "user,time\n1,2\n", "colour=user", "'colour' is not known")]
    public async Task An_import_that_cannot_begin_says_why(string name, string text, string map, string message)
    {
        var path = name == "absent.csv" ? _folder.File(name) : _folder.Write(name, text);

        var refused = await Assert.ThrowsAsync<ImportException>(async () => await ImportSource.OpenAsync(
            new ImportSettings { Paths = [path], Map = ImportSettings.ParseMap(map) }, TimeProvider.System, Cancellation));

        Assert.Contains(message, refused.Message, StringComparison.Ordinal);
    }

    static Task<ImportChunk> ReadAsync(ImportSettings settings) => Imports.ReadAllAsync(settings, Cancellation);
}
