using Attune.Embedded.Importing;
using Attune.Events;

namespace Attune.Embedded.Tests.Importing;

/// <summary>The presets on the real data sets, where these are on the machine.</summary>
public sealed class PresetTests
{
    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task MovieLens_100k_gives_films_people_and_ratings_in_order_of_time()
    {
        var all = await Imports.ReadAllAsync(
            new ImportSettings { Paths = [DataSet("ml-100k")], Preset = "ml-100k", ChunkRows = 10_000 }, Cancellation);

        Assert.Equal((1682, 943, 100_000), (all.Items.Count, all.Users.Count, all.Events.Count));
        Assert.Empty(all.Refusals);
        Assert.Equal(
            """{"title":"Toy Story (1995)","year":1995,"releaseDate":"1995-01-01T00:00:00Z","genres":["Animation","Children's","Comedy"],"url":"http://us.imdb.com/M/title-exact?Toy%20Story%20(1995)"}""",
            all.Items[0].Properties);
        Assert.Contains("Misérables", all.Items.Single(item => item.Id == "543").Properties, StringComparison.Ordinal);
        Assert.Equal(new ImportedRecord("1", """{"age":24,"gender":"M","occupation":"technician","zip":"85711"}"""), all.Users[0]);
        Assert.DoesNotContain(all.Events, rating => rating.Value is not (>= 1 and <= 5));
        Assert.True(all.Events.Zip(all.Events.Skip(1)).All(pair => pair.First.Time <= pair.Second.Time));
        Assert.Equal((943, 1682), (all.Events.DistinctBy(rating => rating.User).Count(), all.Events.DistinctBy(rating => rating.Item).Count()));
    }

    [Fact]
    public async Task Online_Retail_gives_purchases_and_counts_what_is_none()
    {
        var purchases = new List<UserEvent>();
        var items = new HashSet<string>();
        var leftOut = new Dictionary<string, long>();
        await using var source = await ImportSource.OpenAsync(
            new ImportSettings { Paths = [DataSet("online-retail")], Preset = "online-retail" }, TimeProvider.System, Cancellation);
        await foreach (var chunk in source.ReadAsync(Cancellation))
        {
            Assert.Empty(chunk.Refusals);
            Assert.True(chunk.Items.All(item => items.Add(item.Id)), "An item came twice.");
            Assert.True(chunk.Events.All(purchase => items.Contains(purchase.Item!.Value.Value)), "An item came after its event.");
            purchases.AddRange(chunk.Events);
            foreach (var (reason, rows) in chunk.LeftOut)
            {
                leftOut[reason] = leftOut.GetValueOrDefault(reason) + rows;
            }
        }

        Assert.Equal(541_909, source.RowsTotal);
        Assert.Equal(541_909, purchases.Count + leftOut.Values.Sum());
        Assert.Equal((9_288, 3), (leftOut["cancellation"], leftOut["adjustment"]));
        Assert.DoesNotContain(purchases, purchase => purchase.Value is not > 0 || purchase.Session is null);
        Assert.True(purchases.Zip(purchases.Skip(1)).All(pair => pair.First.Time <= pair.Second.Time), "The order is not the file's.");

        var first = purchases[0];
        Assert.Equal(("17850", "536365", "85123A", 15.3), (first.User!.Value.Value, first.Session!.Value.Value, first.Item!.Value.Value, first.Value));
        Assert.Equal("""{"quantity":6,"country":"United Kingdom"}""", first.Context);
        Assert.Equal("2010-12-01T08:26:00.000000Z", first.Time.ToString());
    }

    internal static string DataSet(string name)
    {
        var root = AppContext.BaseDirectory;
        while (root is not null && !File.Exists(Path.Combine(root, "Attune.slnx")))
        {
            root = Path.GetDirectoryName(root);
        }

        var path = root is null ? "" : Path.GetFullPath(Path.Combine(root, "..", "shared", "data", name));
        Assert.SkipUnless(Directory.Exists(path), $"The data set {name} is not on this machine (../shared/data/{name}).");
        return path;
    }
}
