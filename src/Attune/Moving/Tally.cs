using System.Globalization;

namespace Attune.Moving;

/// <summary>How many of a kind there are, and a checksum over them that no order changes: the sum of 128 bits of each.</summary>
/// <param name="Count">How many.</param>
/// <param name="Checksum">The sum, modulo 2^128.</param>
public readonly record struct Tally(long Count, UInt128 Checksum)
{
    /// <summary>One more.</summary>
    public Tally With(UInt128 hash) => new(Count + 1, unchecked(Checksum + hash));

    /// <summary>The checksum in 32 hexadecimal digits.</summary>
    public string Text => Checksum.ToString("x32", CultureInfo.InvariantCulture);
}
