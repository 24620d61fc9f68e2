using System.Text;

namespace Attune.Events;

/// <summary>What an id of a user, session, item, event or recommendation may be.</summary>
public static class IdRules
{
    /// <summary>The sentence of the limit an id breaks, or null where it is fine: 1 to 256 UTF-8 bytes, no control characters.</summary>
    public static string? Refuse(ReadOnlySpan<char> id)
    {
        if (id.Length is 0 or > EventLimits.IdBytes)
        {
            return Length;
        }

        var ascii = true;
        foreach (var letter in id)
        {
            if (char.IsControl(letter))
            {
                return "An id has no control characters.";
            }

            if (char.IsSurrogate(letter))
            {
                return RefuseSurrogates(id) ?? (Encoding.UTF8.GetByteCount(id) > EventLimits.IdBytes ? Length : null);
            }

            ascii &= letter < 0x80;
        }

        return !ascii && Encoding.UTF8.GetByteCount(id) > EventLimits.IdBytes ? Length : null;
    }

    static readonly string Length = $"An id has 1 to {EventLimits.IdBytes} UTF-8 bytes.";

    static string? RefuseSurrogates(ReadOnlySpan<char> id)
    {
        foreach (var rune in id.EnumerateRunes())
        {
            if (rune == Rune.ReplacementChar || Rune.IsControl(rune))
            {
                return "An id is valid Unicode without control characters.";
            }
        }

        return null;
    }

    /// <summary>An id as it may stand in a refusal: at most 64 characters.</summary>
    internal static string Show(string? id) => id is null ? "" : id.Length <= 64 ? id : id[..64];
}
