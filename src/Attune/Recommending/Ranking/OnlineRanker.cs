using Attune.Learning.Factors;
using Attune.Live;

namespace Attune.Recommending.Ranking;

/// <summary>Puts the best candidates of the blend into the order that outcomes have taught.</summary>
/// <remarks>
/// <para><b>Order.</b> By ln score + c (logit − w b) / (w + <see cref="Doubt"/>). The score is the blend with boosts and rotation in it;
/// the logit is what was learned, all candidates taken to stand in the first place; w b is the part of it that the logarithm b of the
/// blend has; c = n / (n + <see cref="RecommendSettings.RankerOutcomes"/>) of n outcomes. Without outcomes that is the score. With many it is
/// the logit itself in units of the blend, but for the doubt: only what ranked high was ever shown, so w is learned from a narrow range of
/// b and comes out too small (ADR 0024). A boost counts in full however much was learned.</para>
/// <para><b>Repeated items.</b> What the settings leave of their score is a guess, which gives way as c grows to what people do with them.
/// What a scenario says of them is a rule, and stays.</para>
/// <para><b>Scores</b> stay positive and the best keeps the highest of the blend's, so that what follows need not know.</para>
/// <para><b>A function</b> of the question, the pool and how items did (<see cref="ItemExposure"/>).</para>
/// </remarks>
static class OnlineRanker
{
    /// <summary>What is added to the learned weight of the blend.</summary>
    const float Doubt = 0.5f;

    // Far enough apart that nothing of the order is lost, near enough that a score stays above nothing.
    const float Widest = 20;

    /// <summary>True where the question's list is put in order by outcomes.</summary>
    public static bool Applies(Question question) =>
        question.Scenario.Scenario.Ranker && !question.IsAboutItems;

    /// <summary>Reorders the candidates in place.</summary>
    /// <param name="question">What is asked.</param>
    /// <param name="scratch">Its pool.</param>
    /// <param name="settings">How soon what was learned counts, and what is left of a repeated item's score.</param>
    /// <param name="ranked">Best first, before and after.</param>
    public static void Order(Question question, Scratch scratch, RecommendSettings settings, Span<ScoredItem> ranked)
    {
        // Made again, an answer has the words of then.
        if (!scratch.Findings.Again)
        {
            Speak(question, scratch, settings, ranked);
        }

        if (!scratch.Spoken)
        {
            return;
        }

        var (highest, best) = (ranked[0].Score, float.NegativeInfinity);
        foreach (ref var candidate in ranked)
        {
            var order = candidate.Score > 0
                ? MathF.Log(candidate.Score) + scratch.Words[scratch.Pool.PlaceOf(candidate.Item)]
                : float.NegativeInfinity;
            best = Math.Max(best, order);
            candidate = new ScoredItem(candidate.Item, order);
        }

        for (var place = 0; place < ranked.Length; place++)
        {
            var (item, order) = (ranked[place].Item, ranked[place].Score);
            ranked[place] = new ScoredItem(item, order > best - Widest ? highest * MathF.Exp(order - best) : 0);
        }

        ranked.Sort(default(BestFirst));
    }

    // What was learned says of each candidate: c ((logit − w b) / (w + doubt) − ln of what a repeated item keeps).
    static void Speak(Question question, Scratch scratch, RecommendSettings settings, ReadOnlySpan<ScoredItem> ranked)
    {
        var weights = question.Ranker;
        var trust = (float)(weights.Outcomes / (weights.Outcomes + settings.RankerOutcomes));
        if (trust <= 0 || ranked.Length < 2)
        {
            return;
        }

        Span<float> example = stackalloc float[OutcomeFeatures.Count];
        var features = new OnlineFeatures(question, scratch.Pool);
        var slope = SlopeOf(weights, features);
        var words = scratch.Speak();
        var isRule = question.Scenario.Scenario.RepeatedItemWeight is not null;
        var repeated = isRule || settings.RepeatedItemWeight <= 0 ? 0 : MathF.Log(settings.RepeatedItemWeight);
        foreach (var candidate in ranked)
        {
            features.Fill(candidate.Item, 1, example);
            var learned = weights.LogitOf(example) - (slope * example[OutcomeFeatures.Blend]);
            if (isRule)
            {
                learned -= weights.Logit[OutcomeFeatures.Repeated] * example[OutcomeFeatures.Repeated];
            }

            words[scratch.Pool.PlaceOf(candidate.Item)] = trust * ((learned / (slope + Doubt)) - (repeated * example[OutcomeFeatures.Repeated]));
        }
    }

    static float SlopeOf(RankerWeights weights, OnlineFeatures features) =>
        Math.Max(0, weights.Logit[OutcomeFeatures.Blend] + (features.IsThin ? weights.Logit[OutcomeFeatures.ThinBlend] : 0));

    // The lower ordinal first where scores are equal, so that an answer repeats.
    readonly struct BestFirst : IComparer<ScoredItem>
    {
        public int Compare(ScoredItem left, ScoredItem right) =>
            right.Score.CompareTo(left.Score) is var order and not 0 ? order : left.Item.CompareTo(right.Item);
    }
}
