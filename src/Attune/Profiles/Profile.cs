using Attune.Events;

namespace Attune.Profiles;

/// <summary>What is known of one user or visit: the last interactions, counts by type, what must not be shown, and what was shown.</summary>
/// <remarks>
/// <para><b>Immutable.</b> <see cref="ProfileFold"/> makes the next one from this and an event.</para>
/// <para><b>Fence.</b> It carries the place of the last event folded in; folding that or an earlier one changes nothing.</para>
/// </remarks>
public sealed class Profile : IEquatable<Profile>
{
    readonly Interaction[] _recent;
    readonly Exclusion[] _excluded;
    readonly Impressions[] _shown;
    readonly int[] _counts;

    internal Profile(ProfileDraft draft)
    {
        (Partition, Applied) = (draft.Partition, draft.Applied);
        _recent = draft.Recent.ToArray();
        _excluded = draft.Excluded.ToArray();
        _shown = draft.Shown.ToArray();
        _counts = draft.Counts.ToArray();
    }

    /// <summary>Of somebody of whom nothing is known.</summary>
    public static Profile Empty { get; } = new(new ProfileDraft());

    /// <summary>The partition of the log its events stand in.</summary>
    public int Partition { get; }

    /// <summary>The offset of the last event folded in; −1 where there is none.</summary>
    public long Applied { get; }

    /// <summary>The last interactions that say something of an item, in the order of the log, oldest first.</summary>
    public ReadOnlySpan<Interaction> Recent => _recent;

    /// <summary>Items bought, disliked or hidden, oldest first, no item twice.</summary>
    public ReadOnlySpan<Exclusion> Excluded => _excluded;

    /// <summary>Items shown and not taken up since, the one shown last at the end, no item twice.</summary>
    public ReadOnlySpan<Impressions> Shown => _shown;

    /// <summary>How often an item was shown since it was last taken up; 0 where it was not, or too long ago to be remembered.</summary>
    public int TimesShown(int item) => KnownProfile.Of(this).TimesShown(item);

    /// <summary>How many events there were of a type, by <see cref="EventType.Code"/>.</summary>
    public ReadOnlySpan<int> Counts => _counts;

    /// <summary>True where no event was ever folded in.</summary>
    public bool IsEmpty => Applied < 0 && _recent.Length == 0 && _excluded.Length == 0 && _shown.Length == 0;

    /// <inheritdoc/>
    public bool Equals(Profile? other) =>
        other is not null && Partition == other.Partition && Applied == other.Applied && Recent.SequenceEqual(other.Recent)
        && Excluded.SequenceEqual(other.Excluded) && Shown.SequenceEqual(other.Shown) && Counts.SequenceEqual(other.Counts);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Profile);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Partition, Applied, _recent.Length, _excluded.Length);
}
