using System.Globalization;
using System.Text;
using Attune.State;

namespace Attune.Cluster.Redis;

/// <summary>What values are called in Redis.</summary>
/// <remarks>
/// A profile, its list and its alias have the profile key in braces, so that they share a slot and one MGET reads them:
/// <c>attune:shop:p:{u:ann}</c>, <c>…:l:{u:ann}</c>, <c>…:a:{u:ann}</c>. What is of the whole workspace shares a slot of its own, so that a
/// script can change it as one: <c>attune:{shop}:o:trending</c>, pieces of long parts <c>…:x:version:number</c>, marks <c>…:m</c>, the
/// last checkpoint's place <c>…:c</c>. The first word is <see cref="RedisSettings.Prefix"/>; as no workspace's name has a colon, no key
/// of one prefix is one of another.
/// </remarks>
sealed class RedisKeys(string prefix, string workspace)
{
    /// <summary>The hash of how far each partition is applied.</summary>
    public byte[] Marks { get; } = Bytes($"{prefix}:{{{workspace}}}:m");

    /// <summary>The place of the last checkpoint.</summary>
    public byte[] Checkpoint { get; } = Bytes($"{prefix}:{{{workspace}}}:c");

    /// <summary>A value's key.</summary>
    public byte[] Of(StateKey key) => Bytes(key.Kind == StateKind.Overlay ? Prefix(key.Kind) + key.Name : $"{Prefix(key.Kind)}{key.Name}}}");

    /// <summary>A piece of a long part.</summary>
    public byte[] Piece(Guid version, int number) => Bytes(string.Create(CultureInfo.InvariantCulture, $"{prefix}:{{{workspace}}}:x:{version:N}:{number}"));

    /// <summary>What keys of a kind look like, for SCAN. Neither prefixes nor names of workspaces hold anything that a pattern would take for more than itself.</summary>
    public byte[] Pattern(StateKind kind) => Bytes(Prefix(kind) + "*");

    /// <summary>The key that a value was found under.</summary>
    public StateKey Parse(StateKind kind, byte[] key)
    {
        var name = Encoding.UTF8.GetString(key.AsSpan(Encoding.UTF8.GetByteCount(Prefix(kind))));
        return new(kind, kind == StateKind.Overlay ? name : name[..^1]);
    }

    string Prefix(StateKind kind) => kind switch
    {
        StateKind.Profile => $"{prefix}:{workspace}:p:{{",
        StateKind.List => $"{prefix}:{workspace}:l:{{",
        StateKind.Alias => $"{prefix}:{workspace}:a:{{",
        StateKind.Overlay => $"{prefix}:{{{workspace}}}:o:",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "No such kind."),
    };

    static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
