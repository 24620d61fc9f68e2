namespace Attune.Recommending.Arranging;

/// <summary>How much of each category a user takes up, and how much of each a list has so far.</summary>
/// <remarks>Each item shares a weight of 1 between its categories. Of categories the user never takes up nothing is asked.</remarks>
sealed class CategoryMix
{
    const float Smoothing = 0.01f;
    const int Most = 64;

    readonly long[] _categories = new long[Most];
    readonly float[] _wanted = new float[Most];
    readonly float[] _listed = new float[Most];
    readonly float[] _changes = new float[Most];
    int _count;

    /// <summary>True where nothing is known of what the user takes up.</summary>
    public bool IsEmpty => _count == 0;

    /// <summary>The mix of who asks, by the strengths of their recent interactions as they have faded.</summary>
    public static CategoryMix Of(Question question, Scratch scratch, ItemValues? categories)
    {
        var mix = scratch.Mix;
        mix._count = 0;
        if (categories is not { } values)
        {
            return mix;
        }

        Span<long> read = stackalloc long[ItemValues.Most];
        var recent = question.Profile.Recent;
        for (var place = 0; place < recent.Length; place++)
        {
            var found = read[..values.Read(recent[place].Item, read)];
            foreach (var category in found)
            {
                mix.Want(category, scratch.Faded[place] / found.Length);
            }
        }

        mix.Normalize();
        return mix;
    }

    /// <summary>Counts something the user took up.</summary>
    public void Want(long category, float weight)
    {
        var at = Array.IndexOf(_categories, category, 0, _count);
        if (at < 0 && _count < Most)
        {
            (_categories[_count], _wanted[_count]) = (category, 0);
            at = _count++;
        }

        if (at >= 0)
        {
            _wanted[at] += weight;
        }
    }

    /// <summary>Makes the wanted shares add up to 1.</summary>
    public void Normalize()
    {
        var total = 0f;
        foreach (var weight in _wanted.AsSpan(0, _count))
        {
            total += weight;
        }

        _count = total > 0 ? _count : 0;
        for (var n = 0; n < _count; n++)
        {
            _wanted[n] /= total;
        }
    }

    /// <summary>Begins with an empty list.</summary>
    public void BeginList() => _listed.AsSpan(0, _count).Clear();

    /// <summary>Takes an item into the list.</summary>
    public void Add(ReadOnlySpan<long> categories)
    {
        foreach (var category in categories)
        {
            if (Array.IndexOf(_categories, category, 0, _count) is >= 0 and var at)
            {
                _listed[at] += 1f / categories.Length;
            }
        }
    }

    /// <summary>More than any item could bring the list nearer, as a number of 0 or less; of the step begun last.</summary>
    public float GreatestGain { get; private set; }

    /// <summary>Begins to look for the next item.</summary>
    /// <param name="length">Of the list with it.</param>
    /// <returns>KL(p ‖ q) of the list without it, were it so long.</returns>
    public float BeginStep(int length)
    {
        var divergence = 0f;
        GreatestGain = 0;
        for (var n = 0; n < _count; n++)
        {
            var share = Share(n, _listed[n], length);
            _changes[n] = -_wanted[n] * MathF.Log(Share(n, _listed[n] + 1, length) / share);
            divergence += _wanted[n] > 0 ? _wanted[n] * MathF.Log(_wanted[n] / share) : 0;

            // A bound: an item that were wholly of every category at once.
            GreatestGain += _changes[n];
        }

        return divergence;
    }

    /// <summary>What an item with these categories would add to what <see cref="BeginStep"/> gave: 0 or less.</summary>
    public float Change(ReadOnlySpan<long> categories, int length)
    {
        var change = 0f;
        foreach (var category in categories)
        {
            if (Array.IndexOf(_categories, category, 0, _count) is >= 0 and var at)
            {
                change += categories.Length == 1
                    ? _changes[at]
                    : -_wanted[at] * MathF.Log(Share(at, _listed[at] + (1f / categories.Length), length) / Share(at, _listed[at], length));
            }
        }

        return change;
    }

    float Share(int category, float listed, int length) => ((1 - Smoothing) * listed / length) + (Smoothing * _wanted[category]);
}
