using Attune.Events;

namespace Attune.Profiles;

/// <summary>Makes a profile as if some of its events had not happened.</summary>
/// <remarks>
/// <para><b>Which.</b> Those the ring of recent interactions holds, by their places in the log. A purchase that did not happen keeps its
/// item out of no list, unless the ring holds another purchase of it, or the owner hid or disliked it.</para>
/// <para><b>Not brought back</b> is what the events had pushed out of the ring, and how often items had been shown before they were
/// taken up: a profile does not know.</para>
/// </remarks>
static class UndoneEvents
{
    /// <summary>The profile without the events at these places.</summary>
    /// <param name="profile">Stays as it is.</param>
    /// <param name="events">Places as explanations name them.</param>
    /// <param name="missing">A place where the ring has no event.</param>
    /// <returns>The other profile; null where an event is missing.</returns>
    public static Profile? Without(Profile profile, IEnumerable<LogToken> events, out LogToken missing)
    {
        missing = LogToken.None;
        var undone = new HashSet<long>();
        foreach (var (partition, offset) in events.SelectMany(token => token.Places))
        {
            if (partition != profile.Partition || !Holds(profile.Recent, offset))
            {
                missing = LogToken.At(partition, offset);
                return null;
            }

            undone.Add(offset);
        }

        var draft = new ProfileDraft();
        draft.Load(profile);
        draft.Undo(undone);
        return new Profile(draft);
    }

    static bool Holds(ReadOnlySpan<Interaction> recent, long offset)
    {
        foreach (var interaction in recent)
        {
            if (interaction.Offset == offset)
            {
                return true;
            }
        }

        return false;
    }
}
