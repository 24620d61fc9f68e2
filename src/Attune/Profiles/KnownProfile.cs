namespace Attune.Profiles;

/// <summary>What is known of somebody, the same of a finished profile and of one that is still being written.</summary>
/// <remarks>Borrows: what it was made of must not change while it is read.</remarks>
readonly ref struct KnownProfile
{
    KnownProfile(ReadOnlySpan<Interaction> recent, ReadOnlySpan<Exclusion> excluded, ReadOnlySpan<Impressions> shown, ReadOnlySpan<int> counts)
    {
        Recent = recent;
        Excluded = excluded;
        Shown = shown;
        Counts = counts;
    }

    /// <summary>As <see cref="Profile.Recent"/>.</summary>
    public ReadOnlySpan<Interaction> Recent { get; }

    /// <summary>As <see cref="Profile.Excluded"/>.</summary>
    public ReadOnlySpan<Exclusion> Excluded { get; }

    /// <summary>As <see cref="Profile.Shown"/>.</summary>
    public ReadOnlySpan<Impressions> Shown { get; }

    /// <summary>As <see cref="Profile.Counts"/>.</summary>
    public ReadOnlySpan<int> Counts { get; }

    /// <summary>Of a profile.</summary>
    public static KnownProfile Of(Profile profile) => new(profile.Recent, profile.Excluded, profile.Shown, profile.Counts);

    /// <summary>Of one being written.</summary>
    public static KnownProfile Of(ProfileDraft draft) => new(draft.Recent, draft.Excluded, draft.Shown, draft.Counts);

    /// <summary>True where an item is among the last interactions.</summary>
    public bool HasTaken(int item)
    {
        foreach (var interaction in Recent)
        {
            if (interaction.Item == item)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>As <see cref="Profile.TimesShown"/>.</summary>
    public int TimesShown(int item)
    {
        foreach (var shown in Shown)
        {
            if (shown.Item == item)
            {
                return shown.Count;
            }
        }

        return 0;
    }
}
