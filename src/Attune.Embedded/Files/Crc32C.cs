using System.Numerics;
using System.Runtime.InteropServices;

namespace Attune.Embedded.Files;

/// <summary>CRC-32C (Castagnoli, reflected polynomial 0x82F63B78), as in RFC 3720: the checksum of every file kept here.</summary>
/// <remarks>The nine bytes "123456789" give 0xE3069283. Uses the processor's instruction where it has one.</remarks>
static class Crc32C
{
    const uint Start = 0xFFFF_FFFF;

    /// <summary>The checksum of some bytes.</summary>
    public static uint Of(ReadOnlySpan<byte> bytes) => ~Update(Start, bytes);

    /// <summary>The checksum of two pieces read one after the other.</summary>
    public static uint Of(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second) => ~Update(Update(Start, first), second);

    /// <summary>The checksum after more bytes, given the checksum before them (0 before the first).</summary>
    public static uint Continue(uint checksum, ReadOnlySpan<byte> bytes) => ~Update(~checksum, bytes);

    static uint Update(uint state, ReadOnlySpan<byte> bytes)
    {
        var words = MemoryMarshal.Cast<byte, ulong>(bytes);
        foreach (var word in words)
        {
            state = BitOperations.Crc32C(state, BitConverter.IsLittleEndian ? word : System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(word));
        }

        foreach (var rest in bytes[(words.Length * sizeof(ulong))..])
        {
            state = BitOperations.Crc32C(state, rest);
        }

        return state;
    }
}
