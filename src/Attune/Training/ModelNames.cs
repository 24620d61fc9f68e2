namespace Attune.Training;

/// <summary>The models of a generation, as plans, tables, manifests and metrics call them.</summary>
static class ModelNames
{
    public const string Popularity = "popularity";
    public const string ItemToItem = "item-to-item";
    public const string Linear = "linear";
    public const string Factors = "ials";
    public const string Spectral = "spectral";
    public const string SessionEmbedding = "session-embedding";
}
