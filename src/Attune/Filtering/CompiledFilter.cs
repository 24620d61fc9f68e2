namespace Attune.Filtering;

/// <summary>A filter that was parsed and whose types were checked. Immutable; holds for every later snapshot of its catalog.</summary>
/// <remarks>Two are equal where their texts are; the hash is taken once.</remarks>
public sealed class CompiledFilter : IEquatable<CompiledFilter>
{
    readonly int _hash;

    internal CompiledFilter(string text, Condition root, Dependence dependence, CompiledFilter? steady = null, Condition? varying = null) =>
        (Text, Root, Dependence, Steady, Varying, _hash) =
            (text, root, dependence, steady, varying ?? root, text.GetHashCode(StringComparison.Ordinal));

    /// <summary>The filter as written.</summary>
    public string Text { get; }

    /// <summary>True where the answer depends on the time of asking: it is not remembered then.</summary>
    public bool UsesNow => Dependence.HasFlag(Dependence.Now);

    /// <summary>True where it asks for properties of the user: they are to be read before it is evaluated.</summary>
    public bool UsesUser => Dependence.HasFlag(Dependence.User);

    /// <summary>True where every question may have another answer, which is not remembered.</summary>
    public bool Varies => Dependence != Dependence.None;

    /// <summary>What it depends on besides the item.</summary>
    internal Dependence Dependence { get; }

    /// <summary>The typed tree.</summary>
    internal Condition Root { get; }

    /// <summary>Of a filter that varies, the parts of its conjunction that do not: their answer is remembered. Null where there is none.</summary>
    internal CompiledFilter? Steady { get; }

    /// <summary>The rest: what is left to be judged of the items that pass <see cref="Steady"/>.</summary>
    internal Condition Varying { get; }

    /// <inheritdoc/>
    public bool Equals(CompiledFilter? other) => ReferenceEquals(this, other) || (other is not null && Text == other.Text);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as CompiledFilter);

    /// <inheritdoc/>
    public override int GetHashCode() => _hash;
}
