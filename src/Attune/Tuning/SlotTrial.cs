using Attune.Evaluating.Models;
using Attune.Learning.Evaluation;
using Attune.Learning.Splits;
using Attune.Training;

namespace Attune.Tuning;

/// <summary>A model in a slot of a generation, tried on the own history as a training would make it.</summary>
/// <remarks>Equal to another of the same model with the same settings: so no settings are tried twice.</remarks>
sealed class SlotTrial : ISizedTrial, IEquatable<SlotTrial>
{
    const int LargestSize = 512;

    readonly TuningGround _ground;
    readonly SortedDictionary<string, double> _changed;
    readonly string _key;

    /// <summary>A model with the recipe's settings.</summary>
    internal SlotTrial(TuningGround ground, TrialSlot slot, string model)
        : this(ground, slot, model, [])
    {
    }

    SlotTrial(TuningGround ground, TrialSlot slot, string model, SortedDictionary<string, double> changed)
    {
        (_ground, Slot, Name, _changed) = (ground, slot, model, changed);
        _key = $"{slot} {model} {string.Join(' ', changed)}";
    }

    /// <inheritdoc/>
    public string Name { get; }

    internal TrialSlot Slot { get; }

    /// <summary>What differs from the recipe, by the names plans have.</summary>
    internal IReadOnlyDictionary<string, double> Changed => _changed;

    /// <inheritdoc/>
    public IReadOnlyList<(string Name, double Value)> Settings
    {
        get
        {
            var recipe = Recipe;
            var names = SlotSearch.Of(Name).Select(setting => setting.Name);
            return
            [
                .. (SlotSearch.SizeOf(Name) is { } size ? names.Prepend(size.Name) : names)
                    .Where(recipe.Settings.ContainsKey).Select(name => (name, recipe.Settings[name])),
            ];
        }
    }

    /// <inheritdoc/>
    public int Size => SlotSearch.SizeOf(Name) is { } size ? (int)(Recipe.Planned(size.Name) ?? size.Default) : 0;

    ModelRecipe Recipe
    {
        get
        {
            var all = new SortedDictionary<string, double>(_ground.Recipe.Settings.ToDictionary(), StringComparer.Ordinal);
            foreach (var (name, value) in _changed)
            {
                all[name] = value;
            }

            return _ground.Recipe with { Settings = all };
        }
    }

    /// <inheritdoc/>
    public ITrialModel? WithSize(int size) =>
        SlotSearch.SizeOf(Name) is { } setting && size <= LargestSize ? With(setting.Name, size) : null;

    /// <inheritdoc/>
    public IScorer Train(DataSplit split, CancellationToken cancellation) => Slot switch
    {
        TrialSlot.Similar => _ground.Similar(Name, Recipe, cancellation),
        TrialSlot.Taste => _ground.Taste(Name, Recipe, cancellation),
        TrialSlot.Next => _ground.Next(Recipe, cancellation),
        _ => _ground.Popular(Recipe),
    };

    /// <inheritdoc/>
    public ITrialModel Tune(Func<ITrialModel, double> figure, bool timed) => CoordinateSearch.Run<SlotTrial>(
        this,
        [
            .. SlotSearch.Of(Name).Select(setting => (Func<SlotTrial, IEnumerable<SlotTrial>>)(
                trial => setting.Values.Select(value => trial.With(setting.Name, value)))),
        ],
        figure,
        passes: 3).Settings;

    /// <inheritdoc/>
    public bool Equals(SlotTrial? other) => other is not null && other._key == _key;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as SlotTrial);

    /// <inheritdoc/>
    public override int GetHashCode() => _key.GetHashCode(StringComparison.Ordinal);

    SlotTrial With(string name, double value)
    {
        var changed = new SortedDictionary<string, double>(_changed, StringComparer.Ordinal);
        if (_ground.Recipe.Planned(name) == value)
        {
            changed.Remove(name);
        }
        else
        {
            changed[name] = value;
        }

        return new SlotTrial(_ground, Slot, Name, changed);
    }
}
