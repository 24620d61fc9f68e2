using System.Text.Json;
using Attune.Catalog;
using Attune.Filtering;
using Attune.Tests.Fakes;

namespace Attune.Tests.Filtering;

/// <summary>Geo points and vectors: how they are read, and what is said of two of them.</summary>
public sealed class ShapeTests
{
    [Fact]
    public void Metres_between_places_are_those_of_the_haversine_formula()
    {
        var random = new Random(3);
        for (var round = 0; round < 1000; round++)
        {
            var (a, b) = (Place(random), Place(random));
            b = round % 2 == 0 ? b : new GeoPoint(a.Latitude * 0.999999, a.Longitude + 0.0001);

            Assert.Equal(Haversine(a, b), GeoPoint.Distance(a, b), 1e-3);
        }

        // Berlin to Paris, as any map says.
        Assert.InRange(GeoPoint.Distance(new(52.52, 13.405), new(48.8566, 2.3522)), 876_000, 879_000);
        Assert.Equal(0, GeoPoint.Distance(new(10, 10), new(10, 10)));

        static GeoPoint Place(Random random) => new((random.NextDouble() * 180) - 90, (random.NextDouble() * 358) - 179);
    }

    [Fact]
    public void Vectors_are_compared_as_their_definitions_say()
    {
        var random = new Random(4);
        foreach (var length in new[] { 1, 3, 8, 17, 128, 1024 })
        {
            var a = Enumerable.Range(0, length).Select(_ => (float)random.NextDouble() - 0.5f).ToArray();
            var b = Enumerable.Range(0, length).Select(_ => (float)random.NextDouble() - 0.5f).ToArray();
            double Dot(float[] x, float[] y) => x.Zip(y, (one, other) => (double)one * other).Sum();

            Assert.Equal(Dot(a, b) / Math.Sqrt(Dot(a, a) * Dot(b, b)), VectorMeaning.Of(VectorRelation.Similarity, a, b), 1e-4);
            Assert.Equal(Math.Sqrt(a.Zip(b, (x, y) => ((double)x - y) * (x - y)).Sum()), VectorMeaning.Of(VectorRelation.Distance, a, b), 1e-4);
        }

        Assert.True(double.IsNaN(VectorMeaning.Of(VectorRelation.Similarity, [0, 0], [1, 0])));
    }

    [Fact]
    public async Task They_are_kept_as_sent_and_typed_by_their_first_value()
    {
        await using var store = new MemoryCatalogStore();
        using (var catalog = await ItemCatalog.OpenAsync(store, TimeProvider.System, TestContext.Current.CancellationToken))
        {
            await WriteAsync(catalog, "a", """{"place": {"lat": 52.50, "lon": -13.4}, "embedding": [1, 0.50, -2e-1]}""");
        }

        using var again = await ItemCatalog.OpenAsync(store, TimeProvider.System, TestContext.Current.CancellationToken);

        Assert.Equal("""{"place":{"lat": 52.50, "lon": -13.4},"embedding":[1, 0.50, -2e-1]}""", again.Snapshot.PropertiesJson(0));
        Assert.True(again.Snapshot.Schema.TryGet("embedding", out var embedding));
        Assert.Equal((PropertyType.Vector, 3), (embedding.Type, embedding.Length));
        Assert.True(again.Snapshot.Schema.TryGet("place", out var place));
        Assert.Equal(new GeoPoint(52.5, -13.4), again.Snapshot.ValueOf(0, place).Point);
    }

    [Theory]
    [InlineData("""{"place": {"lat": 91, "lon": 0}}""", "place")]
    [InlineData("""{"place": {"lat": 1}}""", "place")]
    [InlineData("""{"place": {"lat": 1, "lng": 2}}""", "place.lng")]
    [InlineData("""{"place": {"lat": 1, "lat": 2, "lon": 3}}""", "place.lat")]
    [InlineData("""{"place": {"lat": "1", "lon": 3}}""", "place.lat")]
    [InlineData("""{"place": [1, 2]}""", "place")]
    [InlineData("""{"embedding": [1, 2]}""", "embedding")]
    [InlineData("""{"embedding": []}""", "embedding")]
    [InlineData("""{"embedding": [1, "2", 3]}""", "embedding[1]")]
    [InlineData("""{"embedding": [1, 2, 1e300]}""", "embedding[2]")]
    [InlineData("""{"embedding": ["a"]}""", "embedding[0]")]
    [InlineData("""{"tags": ["a", 1]}""", "tags")]
    public async Task What_is_no_place_and_no_vector_is_refused_by_its_name(string json, string field)
    {
        await using var store = new MemoryCatalogStore();
        using var catalog = await ItemCatalog.OpenAsync(store, TimeProvider.System, TestContext.Current.CancellationToken);
        await WriteAsync(catalog, "types", """{"place": {"lat": 1, "lon": 2}, "embedding": [1, 2, 3]}""");

        var outcome = await catalog.WriteAsync([PropertyWrite.Put("a", json)], TestContext.Current.CancellationToken);

        var verdict = Assert.Single(Assert.IsType<PropertyWriteOutcome.Answered>(outcome).Verdicts);
        Assert.Equal(field, Assert.IsType<PropertyVerdict.Refused>(verdict).Refusal.Field);
    }

    [Fact]
    public async Task A_vector_has_at_most_1024_numbers()
    {
        await using var store = new MemoryCatalogStore();
        using var catalog = await ItemCatalog.OpenAsync(store, TimeProvider.System, TestContext.Current.CancellationToken);
        await WriteAsync(catalog, "a", JsonSerializer.Serialize(new { long_one = new int[1024] }));

        var outcome = await catalog.WriteAsync(
            [PropertyWrite.Put("b", JsonSerializer.Serialize(new { other = new int[1025] }))], TestContext.Current.CancellationToken);

        Assert.IsType<PropertyVerdict.Refused>(Assert.Single(Assert.IsType<PropertyWriteOutcome.Answered>(outcome).Verdicts));
    }

    static double Haversine(GeoPoint a, GeoPoint b)
    {
        double Hav(double degrees) => Math.Pow(Math.Sin(degrees * Math.PI / 360), 2);
        var h = Hav(b.Latitude - a.Latitude)
            + (Math.Cos(a.Latitude * Math.PI / 180) * Math.Cos(b.Latitude * Math.PI / 180) * Hav(b.Longitude - a.Longitude));
        return 2 * 6_371_008.8 * Math.Asin(Math.Min(1, Math.Sqrt(h)));
    }

    static async Task WriteAsync(ItemCatalog catalog, string id, string json)
    {
        var outcome = await catalog.WriteAsync([PropertyWrite.Put(id, json)], TestContext.Current.CancellationToken);
        Assert.DoesNotContain(Assert.IsType<PropertyWriteOutcome.Answered>(outcome).Verdicts, verdict => verdict is PropertyVerdict.Refused);
    }
}
