namespace Attune.Evaluating.Models;

/// <summary>A model that can be made larger: better as far as the data carries it, and dearer to train and to ask.</summary>
interface ISizedTrial : ITrialModel
{
    /// <summary>Its size: numbers in an item's vector.</summary>
    int Size { get; }

    /// <summary>The same model of another size; null where it cannot be so large.</summary>
    ITrialModel? WithSize(int size);
}
