using Attune.Profiles;

namespace Attune.Recommending.Ranking;

/// <summary>Items the user has taken up lately may come up again, but after what they have not seen.</summary>
/// <remarks>What was bought, disliked or hidden is another matter: it is not allowed at all.</remarks>
static class RepeatedItems
{
    /// <summary>What an item's score is multiplied by.</summary>
    public static float Factor(Profile profile, int item, float repeated) => KnownProfile.Of(profile).HasTaken(item) ? repeated : 1;
}
