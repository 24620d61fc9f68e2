using Attune.Events;
using Attune.Generations;
using Attune.Learning.Factors;
using Attune.Learning.Neighbors;
using Attune.Learning.Sessions;

namespace Attune.Tests.Generations;

/// <summary>Small generations with known contents.</summary>
static class GenerationSamples
{
    public const int Factors = 8;
    public const int K = 3;

    /// <summary>Items <c>i000</c>, <c>i001</c>, …: item n's neighbours are n + 1 and n + 2, its popularity is n.</summary>
    public static GenerationContents Contents(int items = 100, int seed = 1)
    {
        var random = new Random(seed);
        var values = new float[items * Factors];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = random.NextSingle() - 0.5f;
        }

        var gram = new float[Factors * Factors];
        for (var row = 0; row < Factors; row++)
        {
            for (var column = 0; column < Factors; column++)
            {
                gram[(row * Factors) + column] = Enumerable.Range(0, items)
                    .Sum(item => values[(item * Factors) + row] * values[(item * Factors) + column]);
            }
        }

        int[] neighbors = [.. Enumerable.Range(0, items).SelectMany(item => new[] { (item + 1) % items, (item + 2) % items, -1 })];
        float[] scores = [.. Enumerable.Range(0, items * K).Select(place => (place % K) switch { 0 => 0.5f, 1 => 0.25f, _ => 0f })];
        return new GenerationContents
        {
            ItemIds = [.. Enumerable.Range(0, items).Select(item => $"i{item:000}")],
            Factors = new ItemFactors(items, Factors, values, gram, 0.1f, 0.003f, 1f),
            Neighbors = new NeighborLists(items, K, neighbors, scores),
            Complements = new NeighborLists(items, 1, Enumerable.Range(0, items).Select(item => (item + 3) % items).ToArray(), Enumerable.Repeat(0.5f, items).ToArray()),
            Popularity = Enumerable.Range(0, items).Select(item => (float)item).ToArray(),
            Notes = new Dictionary<string, string> { ["seed"] = "1" },
        };
    }

    /// <summary>A model by which item n + 1 comes next after item n, whatever was before.</summary>
    public static SessionEmbedding OneOn(int items)
    {
        const int length = 4;
        var d = (items + 31) / 32 * 32;
        var (vectors, weights) = (new float[items * d], new float[(4 * d * d) + (length * d) + d + length]);
        for (var item = 0; item < items; item++)
        {
            // Each item has an axis of its own, and the last matrix leads from an axis to the one behind.
            vectors[(item * d) + item] = 1;
            weights[(3 * d * d) + ((item + 1) % items * d) + item] = 1;
        }

        return new SessionEmbedding(items, d, length, 0.1f, vectors, weights);
    }

    public static GenerationManifest Manifest(int number = 1, string checksum = "", long bytes = 0) => new()
    {
        Number = number,
        TrainedAt = new EventTime(number),
        TrainingTook = TimeSpan.FromSeconds(1),
        Seed = 1,
        Log = LogToken.None,
        DataFingerprint = "none",
        Checksum = checksum,
        Bytes = bytes,
        Users = 1,
        Items = 1,
        Interactions = 1,
        Settings = new Dictionary<string, double>(),
        Metrics = new Dictionary<string, double>(),
        Verdict = "A sample.",
    };

    /// <summary>Writes contents to a file and gives the manifest that fits it.</summary>
    public static async Task<GenerationManifest> WriteAsync(string path, GenerationContents contents, int number = 1)
    {
        await using (var stream = File.Create(path))
        {
            await GenerationFile.WriteAsync(contents, stream, CancellationToken.None);
        }

        var (checksum, bytes) = await GenerationFile.MeasureAsync(contents, CancellationToken.None);
        return Manifest(number, checksum, bytes);
    }

    /// <summary>The ordinal of <c>i012</c> is 2 · 12 + 1: unlike its row, and with gaps.</summary>
    public static int OrdinalOf(string id) => (2 * int.Parse(id.AsSpan(1), null)) + 1;
}
