namespace Attune.Generations;

/// <summary>The tensors of a generation's file, by name; n items, f factors, k places a list.</summary>
static class TensorNames
{
    /// <summary>[n, f] F32: an item's vector a row.</summary>
    public const string Factors = "factors";

    /// <summary>[n, f] F32: the vectors users are made of where the model projects; missing where users are solved for.</summary>
    public const string Inputs = "inputs";

    /// <summary>[m] I64: the features of the map from properties to vectors, ascending; missing where there is no map.</summary>
    public const string FeatureHashes = "feature_hashes";

    /// <summary>[m, f] F32: their vectors.</summary>
    public const string FeatureVectors = "feature_vectors";

    /// <summary>[f, f] F32: YᵀY of the factors.</summary>
    public const string Gram = "gram";

    /// <summary>[n, k] I32: rows of the most similar items, best first, −1 where a list has ended.</summary>
    public const string Neighbors = "neighbors";

    /// <summary>[n, k] F32: their scores.</summary>
    public const string NeighborScores = "neighbor_scores";

    /// <summary>[n, c] I32: rows of the items that best go with it, best first, −1 where a list has ended; missing where nothing is bought.</summary>
    public const string Complements = "complements";

    /// <summary>[n, c] F32: their scores.</summary>
    public const string ComplementScores = "complement_scores";

    /// <summary>[n, d] F32: items' vectors in the model of what comes next, of length 1, or 0 of an item it does not know; missing where there is none.</summary>
    public const string NextVectors = "next_vectors";

    /// <summary>[w] F32: what its encoder has learned besides, as <see cref="Learning.Sessions.SessionEmbedding.Weights"/>.</summary>
    public const string NextWeights = "next_weights";

    /// <summary>[n] F32: decayed popularity.</summary>
    public const string Popularity = "popularity";

    /// <summary>[n] F32: how often a buyer of the item buys it again; missing where nothing is bought.</summary>
    public const string RepeatRates = "repeat_rates";

    /// <summary>[n] F32: the usual time between two purchases of one buyer, in seconds.</summary>
    public const string RepeatIntervals = "repeat_intervals";

    /// <summary>[n] F32: what the factor model's scores are multiplied by when items are ranked; missing where by nothing.</summary>
    public const string Trend = "trend";

    /// <summary>[bytes] U8: the items' ids in UTF-8, one after the other.</summary>
    public const string ItemIds = "item_ids";

    /// <summary>[n] I64: where each id ends in <see cref="ItemIds"/>.</summary>
    public const string ItemIdEnds = "item_id_ends";
}
