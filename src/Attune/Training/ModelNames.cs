namespace Attune.Training;

/// <summary>The models of a generation, as tables, manifests and metrics call them.</summary>
static class ModelNames
{
    public const string Popularity = "popularity";
    public const string ItemToItem = "item-to-item";
    public const string Factors = "ials";
}
