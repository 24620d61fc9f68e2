using Attune.Catalog;
using Attune.Events;
using Attune.Generations;
using Attune.Recommending.Scenarios;

namespace Attune.Recommending.Answers;

/// <summary>The answers given lately by this node: looked at, gone on with, made again.</summary>
/// <remarks>In memory as <see cref="RecommendSettings.AnswersAge"/> and <see cref="RecommendSettings.AnswersBytes"/> say; beyond it where the workspace has an <see cref="IAnswerStore"/>.</remarks>
public sealed class PastAnswers
{
    readonly Recommender _recommender;
    readonly ItemCatalog _catalog;
    readonly AnswerChains _chains;
    readonly Replaying _replaying;

    internal PastAnswers(
        Recommender recommender, ItemCatalog catalog, ScenarioShelf scenarios, GenerationShelf generations, RecommendSettings settings)
    {
        (_recommender, _catalog) = (recommender, catalog);
        _chains = new AnswerChains(settings.WithoutRepeats, recommender.Clock);
        _replaying = new Replaying(recommender, catalog, scenarios, generations);
    }

    /// <summary>An answer as it was given; null where none of the id is kept.</summary>
    /// <exception cref="IOException">Where answers are kept beyond memory cannot be read now.</exception>
    public ValueTask<AnswerRecord?> FindAsync(string id, CancellationToken cancellation) => _recommender.Journal.FindAsync(id, cancellation);

    /// <summary>The newest answers, newest first.</summary>
    public IReadOnlyList<AnswerRecord> Latest(int count) => _recommender.Journal.Latest(count);

    /// <summary>Goes on with an answer: the same question by what is known now, without what the answer and its followers have shown.</summary>
    /// <param name="id">The answer, or one that followed it.</param>
    /// <param name="count">Most items wanted; null: as many as were asked for.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>The outcome; null where no answer of the id is kept.</returns>
    /// <remarks>Calls that go on with the same answer take turns, so that no two of them show the same.</remarks>
    public async ValueTask<RecommendOutcome?> NextAsync(string id, int? count, CancellationToken cancellation)
    {
        if (await FindAsync(id, cancellation) is not { } record)
        {
            return null;
        }

        if (record.List is not null)
        {
            return new RecommendOutcome.Refused("id", id, "A recommendation's; lists of other kinds are not gone on with.");
        }

        var first = record.Follows ?? record.RecommendationId;
        var chain = _chains.Of(first);
        await chain.Turn.WaitAsync(cancellation);
        try
        {
            chain.Add(record);
            if (record.Follows is not null && await FindAsync(first, cancellation) is { } beginning)
            {
                chain.Add(beginning);
            }

            var request = record.Request with { Count = count ?? record.Request.Count, Shown = chain.Shown(), Follows = first };
            var outcome = await _recommender.RecommendAsync(request, cancellation);
            if (outcome is RecommendOutcome.Answered { Recommendation.Items: var items })
            {
                chain.Add(items.Select(item => _catalog.OrdinalOf(item.Item)));
            }

            return outcome;
        }
        finally
        {
            chain.Turn.Release();
        }
    }

    /// <summary>Makes an answer again from what was kept of it, and compares bit for bit.</summary>
    /// <returns>How it came out; null where no answer of the id is kept.</returns>
    public async ValueTask<AnswerReplay?> ReplayAsync(string id, CancellationToken cancellation) =>
        await FindAsync(id, cancellation) is { } record ? await _replaying.ReplayAsync(record, cancellation) : null;

    /// <summary>Forgets every answer given to a user or visit.</summary>
    /// <returns>How many there were.</returns>
    public ValueTask<int> EraseAsync(ProfileKey whose, CancellationToken cancellation) => _recommender.Journal.EraseAsync(whose, cancellation);
}
