using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace Attune.Generations;

/// <summary>Writes the file of a generation and tells its checksum. The format is in FORMAT.md beside this file.</summary>
public static class GenerationFile
{
    /// <summary>The version of the format, in the header's <c>version</c>.</summary>
    public const string Version = "1";

    /// <summary>What the header's <c>format</c> says.</summary>
    public const string Format = "attune.generation";

    /// <summary>Writes the file: same contents, same bytes.</summary>
    /// <param name="contents">What training made.</param>
    /// <param name="stream">Where to; only written, never sought.</param>
    /// <param name="cancellation">Ends the writing; what was written is of no use.</param>
    public static ValueTask WriteAsync(GenerationContents contents, Stream stream, CancellationToken cancellation) =>
        SafetensorsWriter.WriteAsync(stream, Tensors(contents), Metadata(contents), cancellation);

    /// <summary>SHA-256 of the file, in lower-case hex, and its length, without keeping it anywhere.</summary>
    public static async ValueTask<(string Checksum, long Bytes)> MeasureAsync(GenerationContents contents, CancellationToken cancellation)
    {
        await using var measured = new ChecksumStream();
        await WriteAsync(contents, measured, cancellation);
        return (measured.Checksum, measured.Length);
    }

    /// <summary>SHA-256 of a file, in lower-case hex; read once, in pieces.</summary>
    public static string ChecksumOf(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1 << 20);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }

    // Factors first: the data begins on a cache line, and so does every vector whose length is a multiple of 16. Where their
    // numbers are odd, the 64-bit tensors could not follow, and no vector would lie well: then those come first. Bytes last:
    // they may begin anywhere.
    static List<SafeTensor> Tensors(GenerationContents contents)
    {
        var items = contents.ItemIds.Count;
        var (factors, neighbors) = (contents.Factors, contents.Neighbors);
        var (ids, ends) = Encode(contents.ItemIds);
        var vectors = SafeTensor.Of(TensorNames.Factors, factors.Values, items, factors.Factors);
        var wide = new List<SafeTensor> { SafeTensor.Of(TensorNames.ItemIdEnds, ends, items) };
        var optional = new List<SafeTensor>();
        if (!contents.Inputs.IsEmpty)
        {
            optional.Add(SafeTensor.Of(TensorNames.Inputs, contents.Inputs, items, factors.Factors));
        }

        if (contents.Features is { } map)
        {
            wide.Add(SafeTensor.Of(TensorNames.FeatureHashes, map.Hashes, map.Hashes.Length));
            optional.Add(SafeTensor.Of(TensorNames.FeatureVectors, map.Vectors, map.Hashes.Length, map.Factors));
        }

        if (contents.Next is { } next)
        {
            optional.Add(SafeTensor.Of(TensorNames.NextVectors, next.Vectors, items, next.Dimensions));
            optional.Add(SafeTensor.Of(TensorNames.NextWeights, next.Weights, next.Weights.Length));
        }

        var vectorsLast = factors.Values.Length % 2 != 0;
        return
        [
            .. vectorsLast ? [.. wide, vectors] : (SafeTensor[])[vectors, .. wide],
            .. optional,
            SafeTensor.Of(TensorNames.Gram, factors.Gram, factors.Factors, factors.Factors),
            SafeTensor.Of(TensorNames.Neighbors, neighbors.Neighbors, items, neighbors.K),
            SafeTensor.Of(TensorNames.NeighborScores, neighbors.Scores, items, neighbors.K),
            .. contents.Complements is { } goes
                ? [SafeTensor.Of(TensorNames.Complements, goes.Neighbors, items, goes.K), SafeTensor.Of(TensorNames.ComplementScores, goes.Scores, items, goes.K)]
                : Array.Empty<SafeTensor>(),
            .. contents.RepeatRates.IsEmpty
                ? Array.Empty<SafeTensor>()
                : [SafeTensor.Of(TensorNames.RepeatRates, contents.RepeatRates, items), SafeTensor.Of(TensorNames.RepeatIntervals, contents.RepeatIntervals, items)],
            SafeTensor.Of(TensorNames.Popularity, contents.Popularity, items),
            .. contents.Trend.IsEmpty ? Array.Empty<SafeTensor>() : [SafeTensor.Of(TensorNames.Trend, contents.Trend, items)],
            SafeTensor.Of(TensorNames.ItemIds, ids, ids.Length),
        ];
    }

    static Dictionary<string, string> Metadata(GenerationContents contents)
    {
        var metadata = new Dictionary<string, string>(contents.Notes)
        {
            ["format"] = Format,
            ["version"] = Version,
            ["unobserved_weight"] = Text(contents.Factors.UnobservedWeight),
            ["regularization"] = Text(contents.Factors.Regularization),
            ["frequency_exponent"] = Text(contents.Factors.FrequencyExponent),
        };
        if (contents.Next is { } next)
        {
            metadata["next_length"] = Text(next.Length);
            metadata["next_temperature"] = Text(next.Temperature);
        }

        return metadata;
    }

    static (ReadOnlyMemory<byte> Text, ReadOnlyMemory<long> Ends) Encode(IReadOnlyList<string> ids)
    {
        var text = new List<byte>(ids.Count * 8);
        var ends = new long[ids.Count];
        for (var row = 0; row < ends.Length; row++)
        {
            var start = text.Count;
            CollectionsMarshal.SetCount(text, start + Encoding.UTF8.GetByteCount(ids[row]));
            Encoding.UTF8.GetBytes(ids[row], CollectionsMarshal.AsSpan(text)[start..]);
            ends[row] = text.Count;
        }

        return (text.ToArray(), ends);
    }

    // "R": the shortest text that reads back as the same number.
    static string Text(float value) => value.ToString("R", CultureInfo.InvariantCulture);
}
