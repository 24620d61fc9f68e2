using System.Globalization;

namespace Attune.Recommending.Answers;

/// <summary>A recommendation id as numbers: a time and some chance.</summary>
/// <param name="Milliseconds">When it was given, since 1970.</param>
/// <param name="Chance">Its random bits.</param>
public readonly record struct AnswerKey(long Milliseconds, ulong Chance)
{
    const int TimeDigits = 12;
    const int Digits = TimeDigits + 16;

    /// <summary>Reads an id; false where it cannot be one.</summary>
    public static bool TryParse(string id, out AnswerKey key)
    {
        key = default;
        if (id.Length != Digits
            || !long.TryParse(id.AsSpan(0, TimeDigits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var milliseconds)
            || !ulong.TryParse(id.AsSpan(TimeDigits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var chance))
        {
            return false;
        }

        key = new AnswerKey(milliseconds, chance);
        return true;
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Milliseconds:x12}{Chance:x16}");
}
