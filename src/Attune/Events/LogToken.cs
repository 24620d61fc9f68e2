using System.Collections.Immutable;
using System.Globalization;

namespace Attune.Events;

/// <summary>
/// A place in the log across its partitions: for each, the offset up to which (exclusive) something holds. As an
/// acknowledgement it says what was appended; as a watermark, what was applied. A request that carries the one waits for
/// the other to reach it.
/// </summary>
/// <remarks>Text form: <c>partition-offset</c> joined by dots, as <c>0-1042</c> or <c>0-1042.3-17</c>; partitions ascend.</remarks>
public readonly record struct LogToken
{
    readonly ImmutableArray<(int Partition, long Offset)> _places;

    LogToken(ImmutableArray<(int Partition, long Offset)> places) => _places = places;

    /// <summary>Says nothing: every watermark reaches it.</summary>
    public static LogToken None => default;

    /// <summary>The places, by ascending partition.</summary>
    public ImmutableArray<(int Partition, long Offset)> Places => _places.IsDefault ? [] : _places;

    /// <summary>One partition's place.</summary>
    public static LogToken At(int partition, long offset) => new([(partition, offset)]);

    /// <summary>The places of several partitions; a partition named twice keeps its furthest.</summary>
    public static LogToken Of(IEnumerable<(int Partition, long Offset)> places) =>
        new([.. places.GroupBy(place => place.Partition).OrderBy(group => group.Key)
            .Select(group => (group.Key, group.Max(place => place.Offset)))]);

    /// <summary>True where, for every partition <paramref name="wanted"/> names, this place is as far or further.</summary>
    public bool Reaches(LogToken wanted)
    {
        foreach (var (partition, offset) in wanted.Places)
        {
            if (OffsetIn(partition) < offset)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The offset in one partition; 0 where the token does not name it.</summary>
    public long OffsetIn(int partition)
    {
        foreach (var place in Places)
        {
            if (place.Partition == partition)
            {
                return place.Offset;
            }
        }

        return 0;
    }

    /// <summary>Reads the text form; false where it is not one.</summary>
    public static bool TryParse(string text, out LogToken token)
    {
        token = default;
        var places = new List<(int, long)>();
        foreach (var part in text.Split('.'))
        {
            var dash = part.IndexOf('-', StringComparison.Ordinal);
            if (dash < 1
                || !int.TryParse(part.AsSpan(0, dash), NumberStyles.None, CultureInfo.InvariantCulture, out var partition)
                || !long.TryParse(part.AsSpan(dash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var offset))
            {
                return false;
            }

            places.Add((partition, offset));
        }

        token = Of(places);
        return true;
    }

    /// <inheritdoc/>
    public bool Equals(LogToken other) => Places.AsSpan().SequenceEqual(other.Places.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => ToString().GetHashCode(StringComparison.Ordinal);

    /// <inheritdoc/>
    public override string ToString() =>
        string.Join('.', Places.Select(place => string.Create(CultureInfo.InvariantCulture, $"{place.Partition}-{place.Offset}")));
}
