using System.Buffers;
using Attune.Learning.Evaluation;
using Attune.Learning.Kernels;
using Attune.Learning.Splits;

namespace Attune.Learning.Blending;

/// <summary>Several models as one: every model's scores as shares of its best, weighed and added up.</summary>
/// <remarks>
/// <para>score(j) = Σ over the parts i of wᵢ · sᵢ(j) / maxⱼ sᵢ(j), the maximum over the candidates of the question alone; scores that
/// are not above 0, or not finite, count 0. An item for which no part says anything is not listed. Dividing by the best
/// keeps how far apart a model's items are, which ranks alone would lose: Bruch, Gai, Ingber, "An Analysis of Fusion
/// Functions for Hybrid Retrieval", TOIS 2023.</para>
/// <para><b>Cost.</b> That of the parts, and two passes over the items for each.</para>
/// </remarks>
public sealed class BlendScorer : IScorer
{
    readonly BlendPart[] _parts;
    readonly bool _leaveOutKnown;

    /// <summary>Takes the parts.</summary>
    /// <param name="parts">At least one; all score the same items.</param>
    /// <param name="leaveOutKnown">True where items of the history are no candidates: then they are not scored, and are no model's best.</param>
    /// <param name="name">In tables.</param>
    /// <exception cref="ArgumentException">There is no part, the parts score different items, or a weight is not above 0 and finite.</exception>
    public BlendScorer(IReadOnlyList<BlendPart> parts, bool leaveOutKnown, string name = "blend")
    {
        if (parts.Count == 0)
        {
            throw new ArgumentException("A blend needs at least one part.", nameof(parts));
        }

        foreach (var (model, weight) in parts)
        {
            if (model.Items != parts[0].Model.Items)
            {
                throw new ArgumentException($"{model.Name} scores {model.Items} items, {parts[0].Model.Name} {parts[0].Model.Items}; they must match.", nameof(parts));
            }

            if (!float.IsFinite(weight) || weight <= 0)
            {
                throw new ArgumentException($"{model.Name} has the weight {weight}; it must be finite and above 0.", nameof(parts));
            }
        }

        (_parts, _leaveOutKnown, Name) = ([.. parts], leaveOutKnown, name);
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public int Items => _parts[0].Model.Items;

    /// <inheritdoc/>
    public void Score(History history, Span<float> scores)
    {
        var room = ArrayPool<float>.Shared.Rent(Items);
        scores.Clear();
        foreach (var (model, weight) in _parts)
        {
            var own = room.AsSpan(0, Items);
            model.Score(history, own);
            Add(own, history, weight, scores);
        }

        Conclude(scores);
        ArrayPool<float>.Shared.Return(room);
    }

    /// <inheritdoc/>
    public void ScoreMany(Histories known, ReadOnlySpan<int> rows, Span<float> scores)
    {
        var room = ArrayPool<float>.Shared.Rent(rows.Length * Items);
        scores.Clear();
        foreach (var (model, weight) in _parts)
        {
            var own = room.AsSpan(0, rows.Length * Items);
            model.ScoreMany(known, rows, own);
            for (var n = 0; n < rows.Length; n++)
            {
                Add(own.Slice(n * Items, Items), known.Of(rows[n]), weight, scores.Slice(n * Items, Items));
            }
        }

        Conclude(scores);
        ArrayPool<float>.Shared.Return(room);
    }

    void Add(Span<float> own, History history, float weight, Span<float> total)
    {
        if (_leaveOutKnown)
        {
            foreach (var item in history.Items)
            {
                own[item] = 0;
            }
        }

        if (PositiveShares.Best(own) is > 0 and var best)
        {
            PositiveShares.Add(own, best, weight, total);
        }
    }

    static void Conclude(Span<float> scores) => scores.Replace(0, float.NegativeInfinity);
}
