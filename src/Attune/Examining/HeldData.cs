using Attune.Catalog;
using Attune.History.Surveying;

namespace Attune.Examining;

/// <summary>What an examination looks at.</summary>
/// <param name="Survey">Counts the events.</param>
/// <param name="Query">Which events, and what is out of the ordinary.</param>
/// <param name="Catalog">The items.</param>
/// <param name="KnownAnswers">Of recommendation ids, those that should be known here and are not; null where other nodes answer too.</param>
sealed record HeldData(
    IEventSurvey Survey, SurveyQuery Query, ItemCatalog Catalog, Func<IReadOnlyList<string>, CancellationToken, ValueTask<UnmatchedAnswers>>? KnownAnswers)
{
    IReadOnlyList<TypeTally>? _types;

    /// <summary>Events by type: what several examinations count shares of, asked once.</summary>
    public async ValueTask<IReadOnlyList<TypeTally>> TypesAsync(CancellationToken cancellation) => _types ??= await Survey.TypesAsync(Query, cancellation);
}

/// <summary>How recommendation ids fare against the answers given.</summary>
/// <param name="Looked">Ids that could be looked up.</param>
/// <param name="Unknown">Of them, those of which no answer is kept.</param>
sealed record UnmatchedAnswers(int Looked, IReadOnlyList<string> Unknown);

/// <summary>Looks for one kind of fault.</summary>
/// <param name="held">What is held.</param>
/// <param name="cancellation">Ends it when its time is over.</param>
/// <returns>What was found, the good included.</returns>
delegate ValueTask<IReadOnlyList<DataFinding>> Examination(HeldData held, CancellationToken cancellation);
