using Attune.Generations;
using Attune.Learning.Evaluation;

namespace Attune.Training;

/// <summary>A model of a generation already trained, asked in the item numbers of the data it is judged on.</summary>
/// <remarks>Items it does not know are passed over in a history and never listed, as when it serves.</remarks>
sealed class ServedScorer : IScorer
{
    readonly IScorer _model;
    readonly int[] _rowOf;

    ServedScorer(IScorer model, int[] rowOf) => (_model, _rowOf) = (model, rowOf);

    /// <summary>How a history is weighed when similar items are asked: the later the more, as when it serves.</summary>
    internal static HistoryWeights History { get; } = new() { Recency = 0.95f, StrengthExponent = 1 };

    /// <inheritdoc/>
    public string Name => _model.Name;

    /// <inheritdoc/>
    public int Items => _rowOf.Length;

    /// <summary>The personalised models of a generation, which must stay mapped meanwhile.</summary>
    public static IReadOnlyList<IScorer> Of(Generation generation, IReadOnlyList<string> itemIds)
    {
        var rows = generation.RowsById();
        int[] rowOf = [.. itemIds.Select(id => rows.GetValueOrDefault(id, -1))];
        var factors = new FactorScorer(generation.Factors, generation.Manifest.Taste, foldIn: generation.FoldIn);
        return
        [
            new ServedScorer(new NeighborScorer(generation.Neighbors, History, generation.Manifest.Similar), rowOf),
            new ServedScorer(generation.Trend.IsEmpty ? factors : new TrendScorer(factors, generation.Trend.ToArray(), exponent: 1), rowOf),
            .. generation.Next is { } next ? [new ServedScorer(next.Model, rowOf)] : Array.Empty<IScorer>(),
        ];
    }

    /// <inheritdoc/>
    public void Score(Learning.Splits.History history, Span<float> scores)
    {
        var length = history.Items.Length;
        var (items, strengths, times) = (new int[length], new float[length], new long[length]);
        var known = 0;
        for (var n = 0; n < length; n++)
        {
            if (_rowOf[history.Items[n]] is var row and >= 0)
            {
                (items[known], strengths[known], times[known]) = (row, history.Strengths[n], history.Times[n]);
                known++;
            }
        }

        var byRow = new float[_model.Items];
        _model.Score(new Learning.Splits.History(items.AsSpan(0, known), strengths.AsSpan(0, known), times.AsSpan(0, known)), byRow);
        for (var item = 0; item < scores.Length; item++)
        {
            scores[item] = _rowOf[item] >= 0 ? byRow[_rowOf[item]] : float.NegativeInfinity;
        }
    }
}
