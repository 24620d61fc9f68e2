using Attune.Events;

namespace Attune.Filtering;

/// <summary>A filter that was parsed and whose types were checked. Immutable; holds for every later snapshot of its catalog.</summary>
/// <remarks>Two are equal where their texts are; the hash is taken once.</remarks>
public sealed class CompiledFilter : IEquatable<CompiledFilter>
{
    readonly int _hash;

    internal CompiledFilter(string text, Condition root, bool usesNow) =>
        (Text, Root, UsesNow, _hash) = (text, root, usesNow, text.GetHashCode(StringComparison.Ordinal));

    /// <summary>The filter as written.</summary>
    public string Text { get; }

    /// <summary>True where the answer depends on the time of asking: it is not remembered then.</summary>
    public bool UsesNow { get; }

    /// <summary>The typed tree.</summary>
    internal Condition Root { get; }

    /// <inheritdoc/>
    public bool Equals(CompiledFilter? other) => ReferenceEquals(this, other) || (other is not null && Text == other.Text);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as CompiledFilter);

    /// <inheritdoc/>
    public override int GetHashCode() => _hash;
}

/// <summary>What a filter may depend on besides the item.</summary>
/// <param name="Now">The instant <c>now()</c> stands for.</param>
public readonly record struct FilterContext(EventTime Now);
