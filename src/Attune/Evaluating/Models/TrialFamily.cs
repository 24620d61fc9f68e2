namespace Attune.Evaluating.Models;

/// <summary>A kind of model, as it is asked for by name: what of it may be set, and how its rows are made.</summary>
/// <param name="Name">What <see cref="EvaluationSettings.Models"/> calls it.</param>
/// <param name="Settable">What <see cref="EvaluationSettings.ModelSettings"/> may set, by the names of a generation's manifest, each with its default.</param>
/// <param name="Make">The rows, with the settings they start from; none where the data lacks what the model needs.</param>
/// <param name="Slot">Where in a generation its model is served.</param>
sealed record TrialFamily(
    string Name,
    IReadOnlyList<(string Name, double Default)> Settable,
    Func<TrialRequest, IEnumerable<ITrialModel>> Make,
    TrialSlot Slot = TrialSlot.None);
