namespace Attune.Learning.Factors;

/// <summary>Puts a former model's item vectors in the place of the random ones.</summary>
static class WarmStart
{
    /// <summary>Overwrites the rows of <paramref name="items"/> that are known, and returns how many are.</summary>
    /// <param name="start">[items × factors], or empty; a row with a NaN is unknown.</param>
    /// <param name="factors">Columns.</param>
    /// <param name="items">The first vectors of all items, [items × factors].</param>
    /// <exception cref="ArgumentException">The shape does not fit, or a number is infinite.</exception>
    public static int Write(ReadOnlySpan<float> start, int factors, Span<float> items)
    {
        if (start.IsEmpty)
        {
            return 0;
        }

        if (start.Length != items.Length)
        {
            throw new ArgumentException(
                $"A start of {start.Length} numbers is given; {items.Length / factors} items of {factors} factors are {items.Length}.", nameof(start));
        }

        var known = 0;
        for (var item = 0; item < items.Length / factors; item++)
        {
            var row = start.Slice(item * factors, factors);
            if (HoldsNaN(row, item))
            {
                continue;
            }

            row.CopyTo(items[(item * factors)..]);
            known++;
        }

        return known;
    }

    static bool HoldsNaN(ReadOnlySpan<float> row, int item)
    {
        foreach (var value in row)
        {
            if (float.IsNaN(value))
            {
                return true;
            }

            if (float.IsInfinity(value))
            {
                throw new ArgumentException($"The start of item {item} holds {value}; vectors are finite, or NaN where unknown.");
            }
        }

        return false;
    }
}
