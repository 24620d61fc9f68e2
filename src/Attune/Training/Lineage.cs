using System.Globalization;
using Attune.Generations;
using Attune.Training.Slots;

namespace Attune.Training;

/// <summary>Where a training starts: at the vectors of the generation in service, or from scratch (ADR 0014).</summary>
/// <remarks>
/// Going on is worth it where the same models are made again of mostly the same events: then a few sweeps reach what many from
/// scratch do. It ends every <see cref="TrainingSettings.LongestLineage"/> generations, so that nothing drifts for ever.
/// </remarks>
/// <param name="Parent">The manifest of the generation gone on from; null = from scratch.</param>
/// <param name="Start">Its vectors by the items of now, NaN where it does not know the item; empty = from scratch.</param>
sealed record Lineage(GenerationManifest? Parent, ReadOnlyMemory<float> Start)
{
    /// <summary>Below this part of the events of now, what a generation was trained on is other data.</summary>
    const double LeastOfEvents = 0.5;

    /// <summary>From scratch.</summary>
    public static Lineage None { get; } = new(null, default);

    /// <summary>Generations gone on from, in a row.</summary>
    public int Descent => Parent is null ? 0 : Parent.Descent + 1;

    /// <summary>Where a training of these data starts.</summary>
    /// <param name="served">The generation in service; null where there is none.</param>
    /// <param name="data">What is trained on.</param>
    /// <param name="recipe">Which models are made.</param>
    /// <param name="settings">How long a line may get.</param>
    public static Lineage Of(Generation? served, TrainingData data, ModelRecipe recipe, TrainingSettings settings)
    {
        if (served is null
            || served.Manifest.Descent + 1 >= settings.LongestLineage
            || served.Manifest.Interactions < LeastOfEvents * data.Count
            || !recipe.MakesTheSameAs(ModelRecipe.Of(served.Manifest, settings))
            || SlotTrainers.Taste(recipe.Taste).FactorsSetting is not { } factors
            || served.Factors.Factors != (int)recipe.Of(factors))
        {
            return None;
        }

        return new(served.Manifest, Vectors(served, data.ItemIds));
    }

    /// <summary>Text for the file's header: which bytes it went on from, since the same log gives the same bytes only from the same parent.</summary>
    public IEnumerable<KeyValuePair<string, string>> Notes => Parent is null
        ? []
        : [new("parent", Parent.Checksum), new("descent", Descent.ToString(CultureInfo.InvariantCulture))];

    static float[] Vectors(Generation served, string[] itemIds)
    {
        var factors = served.Factors.Factors;
        var rows = served.RowsById();
        var vectors = new float[itemIds.Length * factors];
        for (var item = 0; item < itemIds.Length; item++)
        {
            var vector = vectors.AsSpan(item * factors, factors);
            if (rows.TryGetValue(itemIds[item], out var row))
            {
                served.Factors.Of(row).CopyTo(vector);
            }
            else
            {
                vector.Fill(float.NaN);
            }
        }

        return vectors;
    }
}
