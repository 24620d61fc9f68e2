using Attune.Events;

namespace Attune.Recommending.Scenarios.Previewing;

/// <summary>Adds up how two lists for each of many questions differ.</summary>
/// <param name="listed">Listed items of the catalog.</param>
/// <param name="categories">The categories of an item.</param>
sealed class PreviewTally(int listed, Func<ItemId, IReadOnlyCollection<string>> categories)
{
    /// <summary>Items that gain, and that lose, places: so many are named.</summary>
    const int Moves = 10;

    readonly Side _before = new();
    readonly Side _after = new();
    int _questions;
    long _places;
    long _changed;
    double _overlap;

    /// <summary>Adds one question.</summary>
    /// <param name="before">The list of the scenario in force, and how many items were wanted.</param>
    /// <param name="after">The list of the proposed one, likewise.</param>
    /// <param name="scores">What an item of either is worth, by the same measure; items not in it nothing.</param>
    public void Add(
        (IReadOnlyList<ItemId> Items, int Wanted) before, (IReadOnlyList<ItemId> Items, int Wanted) after, IReadOnlyDictionary<ItemId, double> scores)
    {
        _questions++;
        var longer = Math.Max(before.Items.Count, after.Items.Count);
        var common = Math.Min(before.Items.Count, after.Items.Count);
        _places += longer;
        _changed += longer - common;
        for (var place = 0; place < common; place++)
        {
            _changed += before.Items[place] == after.Items[place] ? 0 : 1;
        }

        _overlap += longer == 0 ? 1 : before.Items.Intersect(after.Items).Count() / (double)longer;
        var best = scores.Count == 0 ? 0 : scores.Values.Max();
        Count(_before, before, scores, best);
        Count(_after, after, scores, best);
    }

    /// <summary>The figures of all questions added.</summary>
    public PreviewReport Report(bool own, int inForce, IReadOnlyList<string> warnings)
    {
        PreviewMove[] moves = [.. _before.Shown.Keys.Union(_after.Shown.Keys).Select(
            item => new PreviewMove(item, _before.Shown.GetValueOrDefault(item), _after.Shown.GetValueOrDefault(item)))];
        return new PreviewReport
        {
            Questions = _questions,
            OwnQuestions = own,
            InForce = inForce,
            ChangedSlots = _places == 0 ? 0 : _changed / (double)_places,
            Overlap = _questions == 0 ? 0 : _overlap / _questions,
            Effect = _before.Score > 0 ? (_after.Score / _before.Score) - 1 : null,
            Before = Of(_before),
            After = Of(_after),
            Gaining = [.. Most(moves, move => move.After - move.Before)],
            Losing = [.. Most(moves, move => move.Before - move.After)],
            Warnings = warnings,
        };
    }

    void Count(Side side, (IReadOnlyList<ItemId> Items, int Wanted) list, IReadOnlyDictionary<ItemId, double> scores, double best)
    {
        side.Empty += list.Items.Count == 0 ? 1 : 0;
        side.TooShort += list.Items.Count > 0 && list.Items.Count < list.Wanted ? 1 : 0;
        var distinct = new HashSet<string>(StringComparer.Ordinal);
        foreach (var item in list.Items)
        {
            side.Shown[item] = side.Shown.GetValueOrDefault(item) + 1;
            side.Score += best > 0 ? scores.GetValueOrDefault(item) / best : 0;
            distinct.UnionWith(categories(item));
        }

        side.Categories += distinct.Count;
    }

    PreviewSide Of(Side side) => new(
        side.Empty, side.TooShort, listed == 0 ? 0 : side.Shown.Count / (double)listed, _questions == 0 ? 0 : side.Categories / (double)_questions);

    static IEnumerable<PreviewMove> Most(IEnumerable<PreviewMove> moves, Func<PreviewMove, int> gain) => moves
        .Where(move => gain(move) > 0)
        .OrderByDescending(gain)
        .ThenBy(move => move.Item.Value, StringComparer.Ordinal)
        .Take(Moves);

    sealed class Side
    {
        public Dictionary<ItemId, int> Shown { get; } = [];

        public int Empty { get; set; }

        public int TooShort { get; set; }

        public long Categories { get; set; }

        public double Score { get; set; }
    }
}
