using Attune.Learning.Evaluation;
using Attune.Learning.Splits;

namespace Attune.Evaluating.Models;

/// <summary>One row of the table to be: a model with settings, to be trained on a split and asked.</summary>
interface ITrialModel
{
    /// <summary>The name in the table.</summary>
    string Name { get; }

    /// <summary>The settings that decide the outcome, by name, in a fixed order.</summary>
    IReadOnlyList<(string Name, double Value)> Settings { get; }

    /// <summary>The same model begun from another seed; null where nothing in it is random.</summary>
    ITrialModel? WithSeed(int seed) => null;

    /// <summary>Trains on the split's train part.</summary>
    IScorer Train(DataSplit split, CancellationToken cancellation);

    /// <summary>The same model with the settings that do best.</summary>
    /// <param name="figure">Trains and asks a model on a validation part; higher is better.</param>
    /// <param name="timed">True where times are real, so that fading can be tried.</param>
    ITrialModel Tune(Func<ITrialModel, double> figure, bool timed);
}
