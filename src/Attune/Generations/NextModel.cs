using Attune.Learning.Factors;
using Attune.Learning.Retrieval;
using Attune.Learning.Sessions;

namespace Attune.Generations;

/// <summary>The model of what comes next in a generation, ready to be asked.</summary>
/// <param name="model">By row.</param>
/// <param name="map">Rows and ordinals.</param>
/// <param name="manifest">Says how much it has of the source <c>next</c>.</param>
sealed class NextModel(SessionEmbedding model, OrdinalMap map, GenerationManifest manifest)
{
    /// <summary>The setting of its share.</summary>
    public const string ShareSetting = "next.share";

    /// <summary>The share where no setting says: as much as the index of visits.</summary>
    public const double UsualShare = 0.5;

    /// <summary>Makes the vectors of who asks; items are rows.</summary>
    public SessionEmbedding Model => model;

    /// <summary>What it has of the weight of the source <c>next</c>, 0 to 1; the rest is the index's.</summary>
    public float Share { get; } = (float)Math.Clamp(manifest.Settings.GetValueOrDefault(ShareSetting, UsualShare), 0, 1);

    /// <summary>Finds the items nearest to such a vector; items are ordinals, and those it does not know are never returned.</summary>
    public ItemIndex Scan { get; } = Build(model, map);

    /// <summary>The row of an item; −1 where the generation does not know it.</summary>
    public int RowOf(int ordinal) => map.RowOf(ordinal);

    static ItemIndex Build(SessionEmbedding model, OrdinalMap map)
    {
        var places = map.Ordinals.ToArray();
        for (var row = 0; row < places.Length; row++)
        {
            places[row] = model.IsKnown(row) ? places[row] : -1;
        }

        // Nobody is folded in here: there is no Gram matrix to be had.
        var vectors = new ItemFactors(model.Items, model.Dimensions, model.Vectors, new float[model.Dimensions * model.Dimensions], 0, 0);
        return ItemIndex.Build(vectors, places, map.Size, new RetrievalSettings());
    }
}
