using Attune.Events;

namespace Attune.Recommending.Candidates;

/// <summary>What one question's answer may hold, of whatever kind the list is and whatever source proposes an item.</summary>
static class Allowance
{
    /// <summary>
    /// Listed and to be had, passing the question's and the scenario's conditions, not bought, disliked, hidden or blocked by who
    /// asks, not excluded, not what is asked about, not resting with a factor of 0, and, where items are given or included, one of them.
    /// </summary>
    public static void Apply(Question question, AllowedItems allowed)
    {
        Listed(question, allowed);
        foreach (var exclusion in question.Profile.Excluded)
        {
            allowed.Remove(exclusion.Item);
        }

        if (question.Scenario.Scenario.Rotation is { Factor: 0 })
        {
            foreach (var item in question.Resting)
            {
                allowed.Remove(item);
            }
        }
    }

    /// <summary>The same with what was bought: for lists of what somebody looks for, or took up.</summary>
    public static void Findable(Question question, AllowedItems allowed)
    {
        Listed(question, allowed);
        foreach (var exclusion in question.Profile.Excluded)
        {
            if (exclusion.Type != EventType.Purchase.Code)
            {
                allowed.Remove(exclusion.Item);
            }
        }
    }

    /// <summary>The same, but for what the profile of who asks keeps out: for lists of what was bought or looked at.</summary>
    public static void Listed(Question question, AllowedItems allowed)
    {
        allowed.Set(question.Within);
        if (question.WithinScenario is { } within)
        {
            allowed.Intersect(within);
        }

        if (question.Available is { } available)
        {
            allowed.Intersect(available);
        }

        foreach (var blocked in question.BlockedSets)
        {
            allowed.Remove(blocked);
        }

        foreach (var item in question.Blocked)
        {
            allowed.Remove(item);
        }

        if (question.Given.Length > 0)
        {
            allowed.Keep(question.Given);
        }

        if (question.Include is { } include)
        {
            allowed.Keep(include);
        }

        foreach (var item in question.Exclude)
        {
            allowed.Remove(item);
        }

        foreach (var item in question.Request.Shown)
        {
            allowed.Remove(item);
        }

        foreach (var item in question.Withheld)
        {
            allowed.Remove(item);
        }

        foreach (var item in question.Subjects)
        {
            allowed.Remove(item);
        }
    }
}
