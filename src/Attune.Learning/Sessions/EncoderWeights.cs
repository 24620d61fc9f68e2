namespace Attune.Learning.Sessions;

/// <summary>What a session encoder has learned besides the items' vectors, in one block of floats; a gradient has the same layout.</summary>
/// <remarks>With d dimensions and sessions of at most L items:
/// <code>
///   item  [d × d]   last  [d × d]   place  [L × d]   attention  [d]   prior  [L]   pooled  [d × d]   own  [d × d]
/// </code></remarks>
sealed class EncoderWeights
{
    readonly int _d;
    readonly int _length;

    internal EncoderWeights(int dimensions, int length)
    {
        (_d, _length) = (dimensions, length);
        Values = new float[Count(dimensions, length)];
    }

    internal EncoderWeights(int dimensions, int length, ReadOnlySpan<float> values)
    {
        if (values.Length != Count(dimensions, length))
        {
            throw new ArgumentException($"An encoder of {dimensions} dimensions and {length} places has {Count(dimensions, length)} weights; {values.Length} given.", nameof(values));
        }

        (_d, _length, Values) = (dimensions, length, values.ToArray());
    }

    internal float[] Values { get; }

    internal int Dimensions => _d;

    internal int Length => _length;

    /// <summary>How an item is seen by attention.</summary>
    internal Span<float> Item => Values.AsSpan(0, _d * _d);

    /// <summary>How the last item turns attention.</summary>
    internal Span<float> Last => Values.AsSpan(_d * _d, _d * _d);

    /// <summary>How the place, counted from the end, turns attention.</summary>
    internal Span<float> Place => Values.AsSpan(4 * _d * _d, _length * _d);

    /// <summary>What attention looks for.</summary>
    internal Span<float> Attention => Values.AsSpan((4 * _d * _d) + (_length * _d), _d);

    /// <summary>What a place has of attention anyway.</summary>
    internal Span<float> Prior => Values.AsSpan((4 * _d * _d) + (_length * _d) + _d, _length);

    /// <summary>From the pooled items to the session's vector.</summary>
    internal Span<float> Pooled => Values.AsSpan(2 * _d * _d, _d * _d);

    /// <summary>From the last item to the session's vector.</summary>
    internal Span<float> Own => Values.AsSpan(3 * _d * _d, _d * _d);

    static int Count(int dimensions, int length) => (4 * dimensions * dimensions) + (length * dimensions) + dimensions + length;

    /// <summary>At the start a session is the plain mean of its items and the last one.</summary>
    internal void Begin(SplitMix random)
    {
        var scale = 1 / MathF.Sqrt(_d);
        foreach (ref var value in Values.AsSpan())
        {
            value = scale * ((2 * random.NextFloat()) - 1);
        }

        Prior.Clear();
        for (var k = 0; k < _d; k++)
        {
            Pooled[(k * _d) + k] += 1;
            Own[(k * _d) + k] += 0.5f;
        }
    }
}
