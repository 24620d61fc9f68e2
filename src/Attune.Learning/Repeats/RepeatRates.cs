using Attune.Learning.Splits;

namespace Attune.Learning.Repeats;

/// <summary>By item, how often whoever took it up took it up again, and after how long.</summary>
/// <remarks>
/// <para><b>Computes.</b> With U(i) users of an item and R(i) occasions beyond each one's first, over all items U and R:
/// q(i) = (R(i) + m · R/U) / (U(i) + m), the mean of a gamma posterior of a Poisson rate whose prior is that of all items. The
/// interval is the geometric mean of the times between occasions, drawn to that of all items with the weight of m of them.</para>
/// <para><b>Source.</b> Per-item repeat rates with a gamma prior: Bhagat et al., "Buy It Again: Modeling Repeat Purchase
/// Recommendations", KDD 2018.</para>
/// <para><b>Edge cases.</b> Where nothing was ever taken up again all rates are 0, and the interval is 1.</para>
/// </remarks>
public sealed class RepeatRates
{
    RepeatRates(float[] rates, double[] intervals) => (Rates, Intervals) = (rates, intervals);

    /// <summary>By item: q, occasions to come for each user of it.</summary>
    public IReadOnlyList<float> Rates { get; }

    /// <summary>By item: the usual time between two occasions, above 0.</summary>
    public IReadOnlyList<double> Intervals { get; }

    /// <summary>Counts the repeats of a data set whose times are real; interactions of strength 0 are passed over.</summary>
    public static RepeatRates Train(Interactions interactions, RepeatSettings settings)
    {
        settings.Validate();
        var (items, latest) = (interactions.Items, new Dictionary<long, long>());
        var (users, repeats, logs) = (new int[items], new int[items], new double[items]);
        for (var n = 0; n < interactions.Count; n++)
        {
            if (interactions.Strength.Span[n] == 0)
            {
                continue;
            }

            var (item, time) = (interactions.Item.Span[n], interactions.Time.Span[n]);
            var key = ((long)interactions.User.Span[n] * items) + item;
            if (!latest.TryGetValue(key, out var before))
            {
                users[item]++;
            }
            else if (time - before > settings.Occasion)
            {
                repeats[item]++;
                logs[item] += Math.Log(time - before);
            }

            latest[key] = time;
        }

        var (allUsers, allRepeats) = (users.Sum(count => (long)count), repeats.Sum(count => (long)count));
        var rate = allUsers == 0 ? 0 : (double)allRepeats / allUsers;
        var log = allRepeats == 0 ? 0 : logs.Sum() / allRepeats;
        var (rates, intervals) = (new float[items], new double[items]);
        var prior = settings.UsersPrior;
        for (var item = 0; item < items; item++)
        {
            rates[item] = users[item] + prior == 0 ? 0 : (float)((repeats[item] + (prior * rate)) / (users[item] + prior));
            intervals[item] = Math.Exp(repeats[item] + prior == 0 ? log : (logs[item] + (prior * log)) / (repeats[item] + prior));
        }

        return new RepeatRates(rates, intervals);
    }
}
