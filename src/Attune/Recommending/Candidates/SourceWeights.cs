namespace Attune.Recommending.Candidates;

/// <summary>What each candidate source weighs in an answer: as the settings have it, unless the generation in service was planned otherwise.</summary>
readonly struct SourceWeights
{
    readonly float[] _bySource;

    SourceWeights(float[] bySource) => _bySource = bySource;

    /// <summary>The sources a plan may weigh, by their names on the wire.</summary>
    public static IReadOnlyList<string> Names { get; } = ["similar", "taste", "next", "together", "trending", "popular"];

    /// <summary>What a source weighs; 0 = it is not asked.</summary>
    public float this[CandidateSource source] => _bySource[(int)source];

    /// <summary>The weights of answers by a generation.</summary>
    /// <param name="settings">What sources weigh where the plan does not say.</param>
    /// <param name="planned">By name, as the generation's manifest has it; null where there is no generation.</param>
    /// <param name="scenario">By name, as the scenario has it: before all others.</param>
    public static SourceWeights Of(
        RecommendSettings settings, IReadOnlyDictionary<string, double>? planned, IReadOnlyDictionary<string, double> scenario)
    {
        var weights = new float[CandidateSources.Count];
        weights[(int)CandidateSource.Similar] = settings.SimilarWeight;
        weights[(int)CandidateSource.Together] = settings.TogetherWeight;
        weights[(int)CandidateSource.Next] = settings.NextWeight;
        weights[(int)CandidateSource.Bought] = 1;
        weights[(int)CandidateSource.Taste] = settings.TasteWeight;
        weights[(int)CandidateSource.Trending] = settings.TrendingWeight;
        weights[(int)CandidateSource.Popular] = settings.PopularWeight;
        Take(planned, weights);
        Take(scenario, weights);
        return new SourceWeights(weights);
    }

    static void Take(IReadOnlyDictionary<string, double>? byName, float[] weights)
    {
        for (var source = 0; byName is { Count: > 0 } && source < weights.Length; source++)
        {
            weights[source] = byName.TryGetValue(CandidateSources.NameOf((CandidateSource)source), out var weight) ? (float)weight : weights[source];
        }
    }
}
