using Attune.Learning.Kernels;

namespace Attune.Learning.Sessions;

/// <summary>Room to make one session's vector in, used again for the next: asking allocates nothing.</summary>
/// <remarks><b>Cost.</b> 2 · d² operations an item looked at, and twice as many once. <b>Concurrency.</b> One caller.</remarks>
/// <param name="model">The model.</param>
public sealed class SessionEncoding(SessionEmbedding model)
{
    readonly SessionEncoder.Encoding _of = new(model.Dimensions, model.Length);
    readonly int[] _items = new int[model.Length];
    readonly float[] _share = new float[model.Dimensions];

    /// <summary>Whose room it is.</summary>
    public SessionEmbedding Model => model;

    /// <summary>The session's vector, of length 1.</summary>
    public ReadOnlySpan<float> Vector => _of.Session;

    /// <summary>The items it was made of, each once, the last one last.</summary>
    public ReadOnlySpan<int> Items => _items.AsSpan(0, _of.Count);

    /// <summary>Makes the vector of a session.</summary>
    /// <param name="session">Its items in their order; −1, and those the model does not know, are passed over.</param>
    /// <returns>False where the model knows none of them.</returns>
    public bool TryRead(ReadOnlySpan<int> session)
    {
        var count = 0;
        for (var place = session.Length - 1; place >= 0 && count < _items.Length; place--)
        {
            var item = session[place];
            if (item >= 0 && !_items.AsSpan(0, count).Contains(item) && model.IsKnown(item))
            {
                _items[count++] = item;
            }
        }

        _items.AsSpan(0, count).Reverse();
        _of.Count = count;
        for (var place = 0; place < count; place++)
        {
            model.VectorOf(_items[place]).CopyTo(_of.VectorAt(place));
        }

        if (count > 0)
        {
            SessionEncoder.Forward(model.Encoder, _of);
        }

        return count > 0;
    }

    /// <summary>What each item of the session adds to the cosine with another, by its place in <see cref="Items"/>; they sum up to it.</summary>
    /// <param name="item">The other.</param>
    /// <param name="parts">As many as there are items; overwritten.</param>
    public void Share(int item, Span<float> parts)
    {
        // z · v = Σ αᵢ (Pooled vᵢ) · v / |z|, and (Own vₜ) · v / |z| of the last.
        var weights = model.Encoder;
        var other = model.VectorOf(item);
        for (var place = 0; place < _of.Count; place++)
        {
            RowProducts.Of(weights.Pooled, _of.VectorAt(place), _share);
            parts[place] = _of.Share[place] * DotProduct.Of(_share, other) / _of.Norm;
        }

        RowProducts.Of(weights.Own, _of.VectorAt(_of.Count - 1), _share);
        parts[_of.Count - 1] += DotProduct.Of(_share, other) / _of.Norm;
    }
}
