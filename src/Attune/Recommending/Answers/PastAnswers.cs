using System.Diagnostics.CodeAnalysis;
using Attune.Events;

namespace Attune.Recommending.Answers;

/// <summary>The answers given lately by this node: looked at, gone on with, made again.</summary>
/// <remarks>How long they are kept, <see cref="RecommendSettings.AnswersAge"/> and <see cref="RecommendSettings.AnswersBytes"/> say.</remarks>
public sealed class PastAnswers
{
    readonly Recommender _recommender;

    internal PastAnswers(Recommender recommender) => _recommender = recommender;

    /// <summary>An answer as it was given; false where none of the id is kept.</summary>
    public bool TryFind(string id, [NotNullWhen(true)] out AnswerRecord? record) => _recommender.Journal.TryFind(id, out record);

    /// <summary>The newest answers, newest first.</summary>
    public IReadOnlyList<AnswerRecord> Latest(int count) => _recommender.Journal.Latest(count);

    /// <summary>Forgets every answer given to a user or visit.</summary>
    /// <returns>How many there were.</returns>
    public int Erase(ProfileKey whose) => _recommender.Journal.Erase(whose);
}
