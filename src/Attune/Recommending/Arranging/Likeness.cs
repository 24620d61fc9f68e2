using Attune.Learning.Kernels;

namespace Attune.Recommending.Arranging;

/// <summary>How alike two candidates are, 0 to 1: the cosine of their vectors in the model where both have one, else the share of common categories.</summary>
/// <remarks>
/// A cosine c counts as max(c, 0): items that point apart are no less alike than those that have nothing to do with each other.
/// Candidates are numbered by their place; vectors are brought to length 1 once, so that a pair costs one product.
/// </remarks>
sealed class Likeness
{
    float[] _vectors = [];
    bool[] _has = [];
    long[] _categories = [];
    int[] _categoryCount = [];
    int _factors;

    /// <summary>How many candidates there are.</summary>
    public int Count { get; private set; }

    /// <summary>Takes up the candidates of one answer.</summary>
    public void Prepare(Question question, ReadOnlySpan<Slot> candidates, ItemValues? categories)
    {
        Reserve(candidates.Length, question.Generation?.Factors.Factors ?? 0);
        for (var place = 0; place < candidates.Length; place++)
        {
            var item = candidates[place].Item;
            _has[place] = TryNormalize(VectorOf(question, item), _vectors.AsSpan(place * _factors, _factors));
            _categoryCount[place] = categories?.Read(item, _categories.AsSpan(place * ItemValues.Most, ItemValues.Most)) ?? 0;
        }
    }

    /// <summary>The categories of a candidate.</summary>
    public ReadOnlySpan<long> CategoriesOf(int place) => _categories.AsSpan(place * ItemValues.Most, _categoryCount[place]);

    /// <summary>How alike two candidates are.</summary>
    public float Of(int left, int right)
    {
        if (_has[left] && _has[right])
        {
            return Math.Max(0, DotProduct.Of(_vectors.AsSpan(left * _factors, _factors), _vectors.AsSpan(right * _factors, _factors)));
        }

        return Jaccard(CategoriesOf(left), CategoriesOf(right));
    }

    static float Jaccard(ReadOnlySpan<long> left, ReadOnlySpan<long> right)
    {
        var common = 0;
        foreach (var value in left)
        {
            common += right.Contains(value) ? 1 : 0;
        }

        return common == 0 ? 0 : common / (float)(left.Length + right.Length - common);
    }

    static ReadOnlySpan<float> VectorOf(Question question, int item) =>
        question.Generation is not { } generation ? []
        : generation.RowOf(item) is >= 0 and var row ? generation.Factors.Of(row) : question.Cold.VectorOf(item);

    static bool TryNormalize(ReadOnlySpan<float> vector, Span<float> unit)
    {
        var length = vector.IsEmpty ? 0 : MathF.Sqrt(DotProduct.Of(vector, vector));
        for (var f = 0; f < unit.Length && length > 0; f++)
        {
            unit[f] = vector[f] / length;
        }

        return length > 0;
    }

    void Reserve(int count, int factors)
    {
        (Count, _factors) = (count, factors);
        _vectors = _vectors.Length < count * factors ? new float[count * factors] : _vectors;
        if (_has.Length < count)
        {
            (_has, _categoryCount, _categories) = (new bool[count], new int[count], new long[count * ItemValues.Most]);
        }
    }
}
