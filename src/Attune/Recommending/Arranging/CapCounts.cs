using Attune.Recommending.Scenarios;

namespace Attune.Recommending.Arranging;

/// <summary>Which values stand at which places of a list that is being made, for each cap of the scenario.</summary>
sealed class CapCounts
{
    readonly (Cap Cap, ItemValues Values)[] _caps;
    readonly List<(int Place, long Value)>[] _taken;

    public CapCounts(Question question)
    {
        var caps = new List<(Cap, ItemValues)>();
        foreach (var cap in question.Scenario.Scenario.Caps)
        {
            if (ItemValues.TryOf(question.Catalog, cap.Property, out var values))
            {
                caps.Add((cap, values));
            }
        }

        _caps = [.. caps];
        _taken = [.. caps.Select(_ => new List<(int, long)>(question.Count))];
    }

    /// <summary>True where the item may stand at a place after those taken.</summary>
    public bool Allow(int item, int place)
    {
        Span<long> values = stackalloc long[ItemValues.Most];
        for (var cap = 0; cap < _caps.Length; cap++)
        {
            var count = _caps[cap].Values.Read(item, values);
            for (var n = 0; n < count; n++)
            {
                if (Standing(cap, values[n], place) >= _caps[cap].Cap.Most)
                {
                    return false;
                }
            }
        }

        return true;
    }

    /// <summary>Takes a place.</summary>
    public void Take(int item, int place)
    {
        Span<long> values = stackalloc long[ItemValues.Most];
        for (var cap = 0; cap < _caps.Length; cap++)
        {
            var count = _caps[cap].Values.Read(item, values);
            for (var n = 0; n < count; n++)
            {
                _taken[cap].Add((place, values[n]));
            }
        }
    }

    int Standing(int cap, long value, int place)
    {
        var first = _caps[cap].Cap.Window is { } window ? place - window + 1 : 0;
        var standing = 0;
        for (var n = _taken[cap].Count - 1; n >= 0 && _taken[cap][n].Place >= first; n--)
        {
            standing += _taken[cap][n].Value == value ? 1 : 0;
        }

        return standing;
    }
}
