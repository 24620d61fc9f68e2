namespace Attune.Training.Slots;

/// <summary>Every model that can fill a slot of a generation: a new one is a line here.</summary>
static class SlotTrainers
{
    static readonly IListTrainer[] Lists = [new ItemToItemTrainer(), new LinearTrainer()];

    static readonly ITasteTrainer[] Tastes = [new IalsTrainer(), new SpectralTrainer()];

    /// <summary>The names of what may make lists of similar items.</summary>
    public static IReadOnlyList<string> OfSimilar { get; } = [.. Lists.Select(trainer => trainer.Name)];

    /// <summary>The names of what may make items' and users' vectors.</summary>
    public static IReadOnlyList<string> OfTaste { get; } = [.. Tastes.Select(trainer => trainer.Name)];

    /// <summary>The names of what may say what comes next: <see cref="SessionEmbeddingTrainer"/>; nothing is a choice.</summary>
    public static IReadOnlyList<string> OfNext { get; } = ["", ModelNames.SessionEmbedding];

    /// <summary>The list model of a name that is one of <see cref="OfSimilar"/>.</summary>
    public static IListTrainer Similar(string name) => Lists.Single(trainer => trainer.Name == name);

    /// <summary>The taste model of a name that is one of <see cref="OfTaste"/>.</summary>
    public static ITasteTrainer Taste(string name) => Tastes.Single(trainer => trainer.Name == name);
}
