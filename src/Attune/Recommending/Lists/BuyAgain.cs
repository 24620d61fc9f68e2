using System.Runtime.InteropServices;
using Attune.Events;
using Attune.Generations;
using Attune.Recommending.Arranging;
using Attune.Recommending.Candidates;

namespace Attune.Recommending.Lists;

/// <summary>What somebody bought before and may want again now: by how often they bought it, by how often others do, and by whether it is time.</summary>
/// <remarks>
/// <para><b>Computes.</b> (n − 1 + q) · (1 − 2^(−age / interval)): n is how often they bought it, age the time since the last; q and
/// interval are the item's own, learned by the training from all buyers (<see cref="Learning.Repeats.RepeatRates"/>).</para>
/// <para><b>What is known.</b> Times and numbers of the purchases the profile's ring holds; of what was bought before only that it
/// was: once, at least as long ago as the ring reaches.</para>
/// </remarks>
sealed class BuyAgain : IListKind
{
    /// <summary>q of an item of which the generation knows no purchase: one buyer in ten comes back for it.</summary>
    const float UnknownRate = 0.1f;

    /// <summary>Its interval, in seconds: 30 days.</summary>
    const float UnknownInterval = 30 * 86_400;

    // What nobody ever bought twice comes last, and does not vanish.
    const float Least = 1e-6f;

    /// <summary>The only one: it has no settings.</summary>
    public static BuyAgain Instance { get; } = new();

    /// <inheritdoc/>
    public string Reason => "boughtBefore";

    /// <inheritdoc/>
    public int Fill(Question question, Scratch scratch)
    {
        Allowance.Listed(question, scratch.Allowed);
        var best = new BestItems(scratch.Room.AsSpan(0, question.Count));
        foreach (var (item, (times, last)) in Purchases(question))
        {
            if (scratch.Allowed.Contains(item))
            {
                best.Offer(item, Score(question.Generation, item, times, (question.Now.Micros / EventTime.MicrosPerSecond) - last));
            }
        }

        var count = 0;
        foreach (var found in best.InOrder())
        {
            scratch.Slate[count++] = new Slot(found.Item, found.Score);
        }

        return count;
    }

    /// <summary>The score of an item.</summary>
    /// <param name="generation">Knows the items' rates; null where there is none.</param>
    /// <param name="item">The item.</param>
    /// <param name="times">How often it was bought, from 1.</param>
    /// <param name="age">Seconds since it was last.</param>
    internal static float Score(Generation? generation, int item, int times, long age)
    {
        var (rate, interval) = (UnknownRate, UnknownInterval);
        if (generation is { RepeatRates.IsEmpty: false } && generation.RowOf(item) is >= 0 and var row)
        {
            (rate, interval) = (generation.RepeatRates[row], generation.RepeatIntervals[row]);
        }

        var readiness = 1 - MathF.Pow(2, -Math.Max(0, age) / Math.Max(1, interval));
        return Math.Max(Least, times - 1 + rate) * Math.Max(Least, readiness);
    }

    static Dictionary<int, (int Times, long Last)> Purchases(Question question)
    {
        var found = new Dictionary<int, (int Times, long Last)>();
        var oldest = question.Now.Micros / EventTime.MicrosPerSecond;
        foreach (var interaction in question.Profile.Recent)
        {
            oldest = Math.Min(oldest, interaction.Seconds);
            if (interaction.Type == EventType.Purchase.Code)
            {
                ref var entry = ref CollectionsMarshal.GetValueRefOrAddDefault(found, interaction.Item, out _);
                entry = (entry.Times + 1, Math.Max(entry.Last, interaction.Seconds));
            }
        }

        foreach (var exclusion in question.Profile.Excluded)
        {
            if (exclusion.Type == EventType.Purchase.Code)
            {
                found.TryAdd(exclusion.Item, (1, oldest));
            }
            else
            {
                found.Remove(exclusion.Item);
            }
        }

        return found;
    }
}
