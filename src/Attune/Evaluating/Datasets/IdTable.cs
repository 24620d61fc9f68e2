namespace Attune.Evaluating.Datasets;

/// <summary>Numbers texts from 0 in order of first appearance.</summary>
sealed class IdTable
{
    readonly Dictionary<string, int> _places = [];
    readonly List<string> _ids = [];

    internal int Count => _ids.Count;

    internal string[] Ids => [.. _ids];

    internal int PlaceOf(ReadOnlySpan<char> id)
    {
        var lookup = _places.GetAlternateLookup<ReadOnlySpan<char>>();
        if (lookup.TryGetValue(id, out var place))
        {
            return place;
        }

        var text = id.ToString();
        _places.Add(text, _ids.Count);
        _ids.Add(text);
        return _ids.Count - 1;
    }
}
