using Attune.Generations;
using Attune.Learning.Factors;
using Attune.Learning.Features;
using Attune.Learning.Sessions;

namespace Attune.Tests.Generations;

public sealed class GenerationTests : IDisposable
{
    readonly string _folder = Directory.CreateTempSubdirectory("attune-tests-").FullName;

    string File => Path.Combine(_folder, "generation.safetensors");

    [Fact]
    public async Task A_generation_reads_back_what_was_written()
    {
        var contents = GenerationSamples.Contents();
        var manifest = await GenerationSamples.WriteAsync(File, contents);

        using var generation = Generation.Load(File, manifest, GenerationSamples.OrdinalOf);

        Assert.Equal(100, generation.Rows);
        Assert.Equal(200, generation.Ordinals);
        Assert.Equal(contents.Factors.Values.ToArray(), generation.Factors.Values.ToArray());
        Assert.Equal(contents.Factors.Gram.ToArray(), generation.Factors.Gram.ToArray());
        Assert.Equal(0.1f, generation.Factors.UnobservedWeight);
        Assert.Equal(0.003f, generation.Factors.Regularization);
        Assert.Equal(1f, generation.Factors.FrequencyExponent);
        Assert.Equal(contents.Popularity.ToArray(), generation.Popularity.ToArray());
        Assert.Equal([13, 14], generation.NeighborRows(12).ToArray());
        Assert.Equal([0.5f, 0.25f], generation.NeighborScores(12).ToArray());
        Assert.Equal([15], generation.Complements!.Of(12).ToArray());
        Assert.Equal([0.5f], generation.Complements.ScoresOf(12).ToArray());
        Assert.Equal("i012", generation.IdOf(12));
        Assert.Equal(25, generation.OrdinalOf(12));
        Assert.Equal(12, generation.RowOf(25));
        Assert.Equal(-1, generation.RowOf(24));
        Assert.Equal(-1, generation.RowOf(1_000_000));
        Assert.Equal(-1, generation.RowOf(-1));
    }

    [Fact]
    public async Task Where_nothing_is_bought_there_are_no_complements()
    {
        var manifest = await GenerationSamples.WriteAsync(File, GenerationSamples.Contents() with { Complements = null });

        using var generation = Generation.Load(File, manifest, GenerationSamples.OrdinalOf);

        Assert.Null(generation.Complements);
    }

    [Fact]
    public async Task What_comes_next_is_read_back_and_finds_by_ordinals()
    {
        var contents = GenerationSamples.Contents() with { Next = GenerationSamples.OneOn(100) };
        var manifest = await GenerationSamples.WriteAsync(File, contents);

        using var generation = Generation.Load(File, manifest, GenerationSamples.OrdinalOf);

        var next = generation.Next!;
        Assert.Equal(contents.Next.Vectors.ToArray(), next.Model.Vectors.ToArray());
        Assert.Equal(contents.Next.Weights.ToArray(), next.Model.Weights.ToArray());
        Assert.Equal((contents.Next.Length, contents.Next.Temperature, 0.5f), (next.Model.Length, next.Model.Temperature, next.Share));
        var reading = new SessionEncoding(next.Model);
        Assert.True(reading.TryRead([12]));
        var best = new ScoredItem[1];
        next.Scan.Search(reading.Vector, [], best);
        Assert.Equal(13, generation.RowOf(best[0].Item));
    }

    [Fact]
    public async Task What_a_file_may_hold_beside_is_read_back_too_also_where_the_vectors_are_of_an_odd_number()
    {
        float[] inputs = [1, 2, 3];
        var contents = GenerationSamples.Contents(items: 3) with
        {
            Factors = new ItemFactors(3, 1, new float[] { 4, 5, 6 }, new float[] { 77 }, 0, 0),
            Inputs = inputs,
            Features = new FeatureMap(1, new long[] { -5, 0, 9 }, new float[] { 7, 8, 9 }),
        };
        var manifest = await GenerationSamples.WriteAsync(File, contents);

        using var generation = Generation.Load(File, manifest, GenerationSamples.OrdinalOf);

        var user = new float[1];
        generation.FoldIn.Solve([0, 2], [1, 2], user);
        Assert.Equal([1f + (2 * 3)], user);
        Assert.Equal([-5L, 0, 9], generation.Features!.Hashes.ToArray());
        Assert.Equal([7f, 8, 9], generation.Features.Vectors.ToArray());
        Assert.Equal([4f, 5, 6], generation.Factors.Values.ToArray());
    }

    [Fact]
    public async Task A_file_whose_features_do_not_ascend_is_refused()
    {
        var contents = GenerationSamples.Contents() with { Features = new FeatureMap(8, new long[] { 1, 2 }, new float[16]) };
        await GenerationSamples.WriteAsync(File, contents);
        var bytes = System.IO.File.ReadAllBytes(File);
        using (var file = SafetensorsFile.Open(File))
        {
            bytes[(int)file.Find("feature_hashes").Begin] = 3;
        }

        System.IO.File.WriteAllBytes(File, bytes);
        var manifest = GenerationSamples.Manifest(1, GenerationFile.ChecksumOf(File), bytes.Length);

        var fault = Assert.Throws<CorruptGenerationException>(() => Generation.Load(File, manifest, GenerationSamples.OrdinalOf));

        Assert.Contains("hashes ascend", fault.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_scan_speaks_ordinals_and_returns_no_item_it_does_not_know()
    {
        var contents = GenerationSamples.Contents();
        var manifest = await GenerationSamples.WriteAsync(File, contents);
        using var generation = Generation.Load(File, manifest, GenerationSamples.OrdinalOf);
        var user = new float[GenerationSamples.Factors];
        generation.FoldIn.Solve([3, 4, 5], [1, 1, 1], user);

        var best = new ScoredItem[200];
        var count = generation.Scan.Search(user, [], best);

        Assert.Equal(100, count);
        Assert.All(best[..count], item => Assert.True(generation.RowOf(item.Item) >= 0));
        Assert.Equal(best[..count].OrderByDescending(item => item.Score).ThenBy(item => item.Item), best[..count]);
    }

    [Fact]
    public async Task An_item_without_an_ordinal_is_never_returned()
    {
        var manifest = await GenerationSamples.WriteAsync(File, GenerationSamples.Contents());
        using var generation = Generation.Load(File, manifest, id => id == "i007" ? -1 : GenerationSamples.OrdinalOf(id));
        var best = new ScoredItem[200];

        Assert.Equal(99, generation.Scan.Search(new float[GenerationSamples.Factors], [], best));
        Assert.Equal(-1, generation.OrdinalOf(7));
    }

    [Fact]
    public async Task Same_contents_give_same_bytes_and_the_vectors_begin_on_a_cache_line()
    {
        await GenerationSamples.WriteAsync(File, GenerationSamples.Contents());
        await GenerationSamples.WriteAsync(File + "2", GenerationSamples.Contents());

        using var file = SafetensorsFile.Open(File);

        Assert.Equal(System.IO.File.ReadAllBytes(File), System.IO.File.ReadAllBytes(File + "2"));
        Assert.Equal(0, file.Find("factors").Begin % SafetensorsWriter.Alignment);
    }

    [Fact]
    public async Task A_file_that_is_not_the_manifests_is_refused()
    {
        var manifest = await GenerationSamples.WriteAsync(File, GenerationSamples.Contents());
        var bytes = System.IO.File.ReadAllBytes(File);
        bytes[^20] ^= 1;
        System.IO.File.WriteAllBytes(File, bytes);

        var flipped = Assert.Throws<CorruptGenerationException>(() => Generation.Load(File, manifest, GenerationSamples.OrdinalOf));
        Assert.Contains(manifest.Checksum, flipped.Message, StringComparison.Ordinal);
        Assert.Contains(File, flipped.Message, StringComparison.Ordinal);

        System.IO.File.WriteAllBytes(File, bytes[..^1]);
        var cut = Assert.Throws<CorruptGenerationException>(() => Generation.Load(File, manifest, GenerationSamples.OrdinalOf));
        Assert.Equal(bytes.Length - 1, cut.Offset);
    }

    [Fact]
    public async Task Items_may_have_any_name_and_there_may_be_one()
    {
        var one = GenerationSamples.Contents(items: 1) with { ItemIds = ["ж\"\\\u0000🛒"] };
        var manifest = await GenerationSamples.WriteAsync(File, one with { });

        using var generation = Generation.Load(File, manifest, _ => 0);

        Assert.Equal("ж\"\\\u0000🛒", generation.IdOf(0));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
