using Attune.Learning.Kernels;

namespace Attune.Learning.Sessions;

/// <summary>Item vectors that are used at length 1 and moved as they are: a step changes the direction alone.</summary>
sealed class UnitVectors
{
    readonly int _d;
    readonly float[] _values;
    readonly float[] _norms;
    readonly float[] _gradients;
    readonly bool[] _isTouched;
    readonly List<int> _touched = [];
    readonly AdamStep _adam;

    internal UnitVectors(int items, int dimensions, SplitMix random)
    {
        (_d, _values, _norms) = (dimensions, new float[items * dimensions], new float[items]);
        (Units, _gradients, _isTouched) = (new float[items * dimensions], new float[items * dimensions], new bool[items]);
        _adam = new AdamStep(items * dimensions);
        foreach (ref var value in _values.AsSpan())
        {
            value = (2 * random.NextFloat()) - 1;
        }

        // So long that Adam's steps turn it by little: numbers of about 0.1.
        SessionEncoder.Scale(_values, 0.17f);
        for (var item = 0; item < items; item++)
        {
            Normalize(item);
        }
    }

    /// <summary>All vectors, of length 1.</summary>
    internal float[] Units { get; }

    internal Span<float> UnitOf(int item) => Units.AsSpan(item * _d, _d);

    /// <summary>The items that have a gradient.</summary>
    internal int Touched => _touched.Count;

    /// <summary>Adds to the gradient by an item's vector of length 1.</summary>
    internal void AddGradient(int item, ReadOnlySpan<float> gradient)
    {
        if (!_isTouched[item])
        {
            _isTouched[item] = true;
            _touched.Add(item);
        }

        ScaledAddition.Add(1, gradient, _gradients.AsSpan(item * _d, _d));
    }

    /// <summary>Moves some of the touched items; the others may be moved at the same time.</summary>
    internal void Move(int from, int to, int step, float rate)
    {
        for (var place = from; place < to; place++)
        {
            var item = _touched[place];
            var unit = UnitOf(item);
            var gradient = _gradients.AsSpan(item * _d, _d);
            ScaledAddition.Add(-DotProduct.Of(unit, gradient), unit, gradient);
            SessionEncoder.Scale(gradient, 1 / _norms[item]);
            _adam.Move(_values.AsSpan(item * _d, _d), gradient, item * _d, step, rate);
            gradient.Clear();
            _isTouched[item] = false;
            Normalize(item);
        }
    }

    /// <summary>Called when all have moved.</summary>
    internal void Moved() => _touched.Clear();

    void Normalize(int item)
    {
        var value = _values.AsSpan(item * _d, _d);
        _norms[item] = Math.Max(1e-6f, MathF.Sqrt(DotProduct.Of(value, value)));
        value.CopyTo(UnitOf(item));
        SessionEncoder.Scale(UnitOf(item), 1 / _norms[item]);
    }
}
