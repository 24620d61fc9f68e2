using System.Buffers;

namespace Attune.Access;

/// <summary>What a workspace may be called: 1 to 40 of a-z, 0-9 and hyphen, so that it can be a directory, a topic and a key prefix.</summary>
public static class WorkspaceName
{
    /// <summary>The workspace of whoever names none.</summary>
    public const string Default = "default";

    /// <summary>The rule as a sentence.</summary>
    public const string Rule = "1 to 40 of a-z, 0-9 and hyphen.";

    static readonly SearchValues<char> Allowed = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-");

    /// <summary>True where the text keeps the rule.</summary>
    public static bool IsValid(string name) => name.Length is >= 1 and <= 40 && !name.AsSpan().ContainsAnyExcept(Allowed);
}
