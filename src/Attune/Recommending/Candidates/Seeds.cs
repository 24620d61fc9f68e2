namespace Attune.Recommending.Candidates;

/// <summary>The items that neighbours are sought for: the one looked at, the cart, or the profile's recent ones.</summary>
static class Seeds
{
    /// <summary>Distinct items, newest first; an item that was taken up several times has the sum of its attentions.</summary>
    public static void Choose(Question question, int most, Scratch scratch)
    {
        scratch.SeedCount = 0;
        if (question.IsAboutItems)
        {
            foreach (var subject in question.Subjects)
            {
                (scratch.Seeds[scratch.SeedCount], scratch.SeedAttention[scratch.SeedCount]) = (subject, 1);
                scratch.SeedCount++;
            }

            return;
        }

        var recent = question.Profile.Recent;
        for (var i = recent.Length - 1; i >= 0; i--)
        {
            var at = scratch.Seeds.AsSpan(0, scratch.SeedCount).IndexOf(recent[i].Item);
            if (at >= 0)
            {
                scratch.SeedAttention[at] += scratch.Attention[i];
            }
            else if (scratch.SeedCount < most)
            {
                scratch.Seeds[scratch.SeedCount] = recent[i].Item;
                scratch.SeedAttention[scratch.SeedCount++] = scratch.Attention[i];
            }
        }
    }
}
