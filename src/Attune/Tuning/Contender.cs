using Attune.Evaluating.Models;
using Attune.Learning.Evaluation;

namespace Attune.Tuning;

/// <summary>One model in a race: where it began, and the best it has come to.</summary>
/// <param name="family">The name of its family.</param>
/// <param name="slot">Where a generation serves it.</param>
/// <param name="start">With the settings it begins with.</param>
/// <param name="keepFirst">True to keep the model with those settings, trained, to compare with.</param>
sealed class Contender(string family, TrialSlot slot, ITrialModel start, bool keepFirst = false)
{
    readonly Dictionary<ITrialModel, double> _figures = [];

    internal string Family => family;

    internal TrialSlot Slot => slot;

    /// <summary>The best settings met; those it began with until a trial succeeds.</summary>
    internal ITrialModel Best { get; private set; } = start;

    /// <summary>NDCG of <see cref="Best"/>; −∞ before a trial succeeds.</summary>
    internal double Figure { get; private set; } = double.NegativeInfinity;

    /// <summary><see cref="Best"/>, trained on the validation split's train part; null before a trial succeeds.</summary>
    internal IScorer? Scorer { get; private set; }

    /// <summary>The model with the settings it began with, trained, where that was asked for and it could be.</summary>
    internal IScorer? First { get; private set; }

    /// <summary>NDCG of <see cref="Best"/> by question.</summary>
    internal double[] ByQuestion { get; private set; } = [];

    /// <summary>How long the last trial took: what the next is reckoned at.</summary>
    internal TimeSpan LastTook { get; set; }

    /// <summary>Why it has no figure; null where it has one, or was not tried.</summary>
    internal string? Failure { get; set; }

    internal bool Stands => Scorer is not null;

    internal bool TryRecall(ITrialModel model, out double figure) => _figures.TryGetValue(model, out figure);

    /// <summary>Notes a failed trial, so that the same settings are not tried again.</summary>
    internal void Forget(ITrialModel model) => _figures[model] = double.NegativeInfinity;

    /// <summary>Notes a trial; true where it is the new best: better by more than <paramref name="least"/>, as a share.</summary>
    internal bool Take(ITrialModel model, IScorer scorer, EvaluationResult result, double least)
    {
        var figure = _figures[model] = result.Ndcg.Mean;
        First ??= keepFirst && !Stands && model.Equals(Best) ? scorer : null;
        if (Stands && !(figure > Figure * (1 + least)))
        {
            return false;
        }

        (Best, Figure, Scorer, ByQuestion, Failure) = (model, figure, scorer, result.ByQuestion.Ndcg, null);
        return true;
    }
}
