using Attune.Operating;

namespace Attune.Recommending;

/// <summary>How answers are made: what each source weighs, and how an answer is arranged.</summary>
public sealed record RecommendSettings
{
    /// <summary>Items like the recent ones, by the generation's neighbour lists. 0 to 100; default 1.</summary>
    public float SimilarWeight { get; init; } = 1;

    /// <summary>Items taken up together with the recent ones, by the stream. 0 to 100; default 0.7.</summary>
    public float TogetherWeight { get; init; } = 0.7f;

    /// <summary>What came next in visits like the one under way, by the stream. 0 to 100; default 2.</summary>
    public float NextWeight { get; init; } = 2;

    /// <summary>Items that fit the folded-in taste. 0 to 100; default 1.</summary>
    public float TasteWeight { get; init; } = 1;

    /// <summary>What many take up just now. 0 to 100; default 0.1.</summary>
    public float TrendingWeight { get; init; } = 0.1f;

    /// <summary>What many took up before the generation was trained: fills up what the others leave. 0 to 100; default 0.001.</summary>
    public float PopularWeight { get; init; } = 0.001f;

    /// <summary>Part of an answer kept for items younger than the generation. 0 to 0.5; default 0.1: one place in ten.</summary>
    public double NewItemShare { get; init; } = 0.1;

    /// <summary>
    /// Most items younger than the generation that are placed by their properties where users of their taste find them, the
    /// newest of more. 0 to 100 000; default 8 192; 0 = none (ADR 0014).
    /// </summary>
    public int ColdItems { get; init; } = 8_192;

    /// <summary>What is left of the score of an item the user has taken up lately (and did not buy). 0, never shown again, to 1; default 0.5 (ADR 0029).</summary>
    public float RepeatedItemWeight { get; init; } = 0.5f;

    /// <summary>
    /// True: an item that the catalog says cannot be had is in no list. By properties of these names and types: <c>available</c> and
    /// <c>inStock</c>, boolean; <c>stock</c>, number; <c>availableFrom</c> and <c>availableUntil</c>, timestamp. Default true.
    /// </summary>
    public bool HideUnavailable { get; init; } = true;

    /// <summary>Most distinct recent items that neighbours are sought for. 1 to 200; default 50.</summary>
    public int RecentItems { get; init; } = 50;

    /// <summary>What an interaction weighs of the next newer one's weight, besides its age. Above 0 to 1; default 0.95.</summary>
    public float PositionDecay { get; init; } = 0.95f;

    /// <summary>The least say of the visit under way beside all that came before. 0 to 0.95; default 0.5.</summary>
    public double VisitShare { get; init; } = 0.5;

    /// <summary>Co-visits that a pair must outweigh before it counts in full. 0 to 1 000; default 3.</summary>
    public float TogetherShrinkage { get; init; } = 3;

    /// <summary>
    /// Outcomes at which what the ranker learned counts with half its weight, beside the blend. 1 to 1 000 000 000; default 2 000.
    /// </summary>
    public double RankerOutcomes { get; init; } = 2_000;

    /// <summary>The properties that say which kind of item it is: a text or a set of texts. Default <c>category</c>, <c>categories</c>.</summary>
    public IReadOnlyList<string> CategoryProperties { get; init; } = ["category", "categories"];

    /// <summary>Without at least so much time left, taste is not sought and the answer is unranked. 0 to 1 s; default 2 ms.</summary>
    public TimeSpan TasteReserve { get; init; } = TimeSpan.FromMilliseconds(2);

    /// <summary>Without at least so much time left, no candidates are sought and the precomputed list answers. 0 to 1 s; default 1 ms.</summary>
    public TimeSpan CandidateReserve { get; init; } = TimeSpan.FromMilliseconds(1);

    /// <summary>Most memory for answers that can be asked for again, in bytes, some 2.3 KB each; the oldest go. 0, none are kept, in memory or elsewhere, to 16 GiB; default 64 MiB.</summary>
    public long AnswersBytes { get; init; } = 64L << 20;

    /// <summary>How long an answer is kept in memory at most. 1 minute to 30 days; default 1 day.</summary>
    public TimeSpan AnswersAge { get; init; } = TimeSpan.FromDays(1);

    /// <summary>For how long the next items of an answer are none that it or its followers have shown. 0 to 1 day; default 30 minutes.</summary>
    public TimeSpan WithoutRepeats { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>Where the random part of recommendation ids and of the choice among new items begins; null: chosen at the start.</summary>
    public ulong? Seed { get; init; }

    /// <summary>What is wrong, a sentence a field; empty where nothing is.</summary>
    public IReadOnlyList<string> Faults() => new SettingFaults("recommend")
        .Within(SimilarWeight, 0, 100)
        .Within(TogetherWeight, 0, 100)
        .Within(NextWeight, 0, 100)
        .Within(TasteWeight, 0, 100)
        .Within(TrendingWeight, 0, 100)
        .Within(PopularWeight, 0, 100)
        .Within(NewItemShare, 0, 0.5)
        .Within(ColdItems, 0, 100_000)
        .Within(RepeatedItemWeight, 0, 1)
        .Within(RecentItems, 1, 200)
        .Within(PositionDecay, 0.001, 1)
        .Within(VisitShare, 0, 0.95)
        .Within(TogetherShrinkage, 0, 1_000)
        .Within(RankerOutcomes, 1, 1_000_000_000)
        .Within(TasteReserve, TimeSpan.Zero, TimeSpan.FromSeconds(1))
        .Within(CandidateReserve, TimeSpan.Zero, TimeSpan.FromSeconds(1))
        .Within(AnswersBytes, 0, 16L << 30)
        .Within(AnswersAge, TimeSpan.FromMinutes(1), TimeSpan.FromDays(30))
        .Within(WithoutRepeats, TimeSpan.Zero, TimeSpan.FromDays(1))
        .Found;
}
