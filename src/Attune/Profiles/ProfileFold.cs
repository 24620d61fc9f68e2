using Attune.Events;

namespace Attune.Profiles;

/// <summary>Makes the next profile from a profile and an event: a pure function of both and of the settings.</summary>
/// <remarks>
/// <para><b>Fence.</b> An event at or before <see cref="Profile.Applied"/> of the same partition changes nothing, so a
/// redelivered batch is harmless. A profile whose events move to another partition starts a new fence there.</para>
/// <para><b>The ring</b> takes events that name an item and say something of it (strength above 0): impressions, searches
/// and low ratings are counted but push nothing out.</para>
/// <para><b>What was shown</b> is counted by item since the owner last took the item up: an event that says something of it, or keeps
/// it out, begins the count again.</para>
/// <para><b>Keeping out.</b> Purchase, dislike and hide keep their item out of the owner's lists. Dislike and hide also take
/// back what the item said of the owner's taste. A later like, view or purchase of a hidden item is a sign of taste again
/// but does not bring the item back into lists: only time does, when 500 newer exclusions have pushed it out.</para>
/// </remarks>
public sealed class ProfileFold(EventWeights weights, ProfileSettings settings)
{
    /// <summary>How much a profile remembers.</summary>
    internal ProfileSettings Settings => settings;

    /// <summary>The profile after an event.</summary>
    /// <param name="profile">Before it.</param>
    /// <param name="happened">The event.</param>
    /// <param name="item">The ordinal of the item it names; −1 where it names none.</param>
    /// <param name="partition">Its partition in the log.</param>
    /// <param name="offset">Its offset there; 0 or more.</param>
    /// <returns>The same object where the fence keeps the event out.</returns>
    public Profile Fold(Profile profile, UserEvent happened, int item, int partition, long offset)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        var draft = new ProfileDraft();
        draft.Load(profile);
        return Fold(draft, happened, item, partition, offset) ? new Profile(draft) : profile;
    }

    /// <summary>The profile with events that the log does not know, as a visitor's own request carries them.</summary>
    internal Profile With(Profile profile, ReadOnlySpan<Interaction> interactions, ReadOnlySpan<Exclusion> exclusions)
    {
        var draft = new ProfileDraft();
        draft.Load(profile);
        foreach (var interaction in interactions)
        {
            draft.Add(interaction, settings.Recent);
            TakeUp(draft, interaction);
        }

        foreach (var exclusion in exclusions)
        {
            Exclude(draft, exclusion);
        }

        return new Profile(draft);
    }

    /// <summary>The interaction an event amounts to; false where it says nothing of an item.</summary>
    internal bool TryInteract(EventType type, double? value, int item, EventTime time, long offset, out Interaction interaction)
    {
        // Rounded to what the codec keeps, so that a profile equals itself after a round trip.
        var strength = item < 0 ? 0 : (float)(Half)Math.Clamp(weights.Strength(type, value), 0, 60_000);
        interaction = new Interaction(
            item, type.Code, (long)Math.Floor(time.Micros / (double)EventTime.MicrosPerSecond), offset, strength);
        return strength > 0;
    }

    internal bool Fold(ProfileDraft draft, UserEvent happened, int item, int partition, long offset)
    {
        if (draft.Applied >= 0 && draft.Partition == partition && offset <= draft.Applied)
        {
            return false;
        }

        (draft.Partition, draft.Applied) = (partition, offset);
        draft.Counts[happened.Type.Code] += happened.Type.Code == EventType.Merge.Code ? 0 : 1;
        if (TryInteract(happened.Type, happened.Value, item, happened.Time, offset, out var interaction))
        {
            draft.Add(interaction, settings.Recent);
            TakeUp(draft, interaction);
        }

        if (item >= 0 && happened.Type.Code == EventType.Impression.Code && settings.Impressions > 0)
        {
            draft.Show(item, interaction.Seconds, settings.Impressions);
        }

        if (item >= 0 && EventWeights.Excludes(happened.Type))
        {
            Exclude(draft, new Exclusion(item, happened.Type.Code));
        }

        return true;
    }

    static void TakeUp(ProfileDraft draft, Interaction interaction)
    {
        if (interaction.Type != EventType.Impression.Code)
        {
            draft.TakeUp(interaction.Item);
        }
    }

    void Exclude(ProfileDraft draft, Exclusion exclusion)
    {
        draft.TakeUp(exclusion.Item);
        if (exclusion.Type != EventType.Purchase.Code)
        {
            draft.Forget(exclusion.Item);
        }

        draft.Exclude(exclusion, settings.Excluded);
    }
}
