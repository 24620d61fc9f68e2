using Attune.Learning.Evaluation;
using Attune.Learning.Parallelism;
using Attune.Learning.Splits;

namespace Attune.Learning.Blending;

/// <summary>The best items of one model for every question of a split, as shares of the best: what blend weights are learned from.</summary>
/// <remarks>8 bytes an entry: 3 000 questions of 200 items are 5 MB.</remarks>
public sealed class TopLists
{
    const int QuestionsPerBlock = 16;

    readonly int _length;
    readonly int[] _counts;
    readonly int[] _items;
    readonly float[] _shares;

    TopLists(string name, int items, int questions, int length) =>
        (Name, Items, _length, _counts, _items, _shares) =
            (name, items, length, new int[questions], new int[questions * length], new float[questions * length]);

    /// <summary>The model's name.</summary>
    public string Name { get; }

    /// <summary>How many items it scores.</summary>
    public int Items { get; }

    /// <summary>How many questions it was asked.</summary>
    public int Questions => _counts.Length;

    /// <summary>The items of a question's list, best first; shorter where the model says nothing of the rest.</summary>
    public ReadOnlySpan<int> ItemsOf(int question) => _items.AsSpan(question * _length, _counts[question]);

    /// <summary>The score of each of <see cref="ItemsOf"/> over the best one's: 1 first, above 0, not rising.</summary>
    public ReadOnlySpan<float> SharesOf(int question) => _shares.AsSpan(question * _length, _counts[question]);

    /// <summary>Asks a model every question of a split.</summary>
    /// <param name="model">Trained on the split's train part.</param>
    /// <param name="split">The questions.</param>
    /// <param name="leaveOutSeen">True where items of the history are no candidates.</param>
    /// <param name="length">Longest list, 1 to 10 000.</param>
    /// <param name="threads">0 = all processors; the lists do not depend on it.</param>
    /// <param name="cancellation">Ends the work within 16 questions.</param>
    public static TopLists Ask(
        IScorer model, DataSplit split, bool leaveOutSeen, int length, int threads = 0, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(length, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, 10_000);
        if (model.Items != split.Train.Items)
        {
            throw new ArgumentException($"{model.Name} scores {model.Items} items; the data has {split.Train.Items}.", nameof(model));
        }

        var lists = new TopLists(model.Name, model.Items, split.Test.Count, Math.Min(length, Math.Max(1, model.Items)));
        Blocks.Run(
            split.Test.Count,
            QuestionsPerBlock,
            threads,
            () => new float[QuestionsPerBlock * model.Items],
            (scores, from, to) => lists.Fill(model, split, leaveOutSeen, scores, from, to),
            null,
            cancellation);
        return lists;
    }

    void Fill(IScorer model, DataSplit split, bool leaveOutSeen, float[] room, int from, int to)
    {
        Span<int> rows = stackalloc int[to - from];
        for (var n = 0; n < rows.Length; n++)
        {
            rows[n] = split.Test.RowOf(from + n);
        }

        model.ScoreMany(split.Known, rows, room.AsSpan(0, rows.Length * Items));
        for (var n = 0; n < rows.Length; n++)
        {
            var scores = room.AsSpan(n * Items, Items);
            if (leaveOutSeen)
            {
                foreach (var item in split.Known.SeenOf(rows[n]))
                {
                    scores[item] = float.NegativeInfinity;
                }
            }

            // Infinite scores are as 0 in a blend, so they must not take a place here either.
            scores.Replace(float.PositiveInfinity, 0);
            var start = (from + n) * _length;
            var shares = _shares.AsSpan(start, _length);
            var count = TopList.Take(scores, _items.AsSpan(start, _length), shares);
            while (count > 0 && !(shares[count - 1] > 0))
            {
                count--;
            }

            _counts[from + n] = count;
            for (var place = count - 1; place >= 0; place--)
            {
                shares[place] /= shares[0];
            }
        }
    }
}
