namespace Attune.Learning.Matrices;

/// <summary>Sorts small whole numbers by counting: stable, O(numbers + largest key).</summary>
static class CountingSort
{
    /// <summary>The indexes of <paramref name="keys"/> in ascending order of key; equal keys keep their order.</summary>
    /// <param name="keys">Each from 0 to <paramref name="bound"/> − 1.</param>
    /// <param name="bound">One more than the largest key allowed.</param>
    public static int[] Order(ReadOnlySpan<int> keys, int bound)
    {
        var next = new int[bound + 1];
        foreach (var key in keys)
        {
            next[key + 1]++;
        }

        for (var i = 1; i < next.Length; i++)
        {
            next[i] += next[i - 1];
        }

        var order = new int[keys.Length];
        for (var i = 0; i < keys.Length; i++)
        {
            order[next[keys[i]]++] = i;
        }

        return order;
    }
}
