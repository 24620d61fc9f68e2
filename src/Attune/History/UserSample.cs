using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace Attune.History;

/// <summary>Which users a share of the users is: the same ones on every machine, in every history and for ever.</summary>
/// <remarks>
/// A profile's number is the first four bytes of the MD5 of its key, the highest first, since that is a hash that SQL engines have
/// too. A smaller share is contained in a larger one.
/// </remarks>
public static class UserSample
{
    /// <summary>The number of a profile, evenly spread.</summary>
    /// <param name="profileKey">The key's text, as <c>u:ann</c>.</param>
    [SuppressMessage("Security", "CA5351", Justification = "It spreads users evenly and keeps no secret.")]
    public static uint Number(string profileKey)
    {
        Span<byte> hash = stackalloc byte[MD5.HashSizeInBytes];
        MD5.HashData(Encoding.UTF8.GetBytes(profileKey), hash);
        return BinaryPrimitives.ReadUInt32BigEndian(hash);
    }

    /// <summary>The users of a share are those whose number is below this.</summary>
    /// <param name="share">Above 0, to 1.</param>
    /// <returns>1 to 2³².</returns>
    /// <exception cref="ArgumentOutOfRangeException">The share is no share.</exception>
    public static long Limit(double share) => share is > 0 and <= 1
        ? (long)Math.Ceiling(share * 4_294_967_296.0)
        : throw new ArgumentOutOfRangeException(nameof(share), share, "A share of the users is above 0 and at most 1.");
}
