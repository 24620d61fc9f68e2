using Attune.Profiles;

namespace Attune.Merging;

/// <summary>Says that a profile has become part of another: events of the one belong to the other from then on.</summary>
/// <param name="Partition">The partition of the event that joined them.</param>
/// <param name="Offset">Its offset: events up to it stay with the profile joined, which is kept as it was.</param>
/// <param name="Into">The profile key of the other.</param>
/// <remarks>
/// The profile joined is kept because a start may apply events again: those before the offset find it as they left it, and joining
/// again gives the same profile.
/// </remarks>
sealed record Alias(int Partition, long Offset, string Into)
{
    /// <summary>The most aliases that are followed from one key.</summary>
    public const int LongestChain = 16;

    const byte Version = 1;

    /// <summary>The bytes kept under <see cref="State.StateKind.Alias"/>: version, partition and offset (varints), the key's text.</summary>
    public byte[] Encode()
    {
        var bytes = new byte[32 + (Into.Length * 3)];
        var writer = new VarintWriter(bytes);
        writer.Byte(Version);
        writer.Unsigned((ulong)Partition);
        writer.Signed(Offset);
        writer.Text(Into);
        return bytes[..writer.Length];
    }

    /// <summary>The alias these bytes hold.</summary>
    /// <exception cref="InvalidDataException">They are damaged or of another version.</exception>
    public static Alias Decode(ReadOnlySpan<byte> bytes)
    {
        var reader = new VarintReader(bytes);
        var version = reader.Byte();
        return version == Version
            ? new Alias(reader.Int(), reader.Signed(), reader.Text())
            : throw new InvalidDataException($"An alias of version {version}; this program reads version {Version}.");
    }
}
