namespace Attune.History.Surveying;

/// <summary>Adds up what was sent again, as an engine gives it; keeps no more than the examples.</summary>
/// <param name="examples">How many acts are named.</param>
public sealed class RepeatCount(int examples)
{
    readonly List<RepeatedAct> _most = [];
    long _events;

    /// <summary>One act that was sent again.</summary>
    public void Add(RepeatedAct act)
    {
        _events += act.Again;
        if (_most.Count == examples && (examples == 0 || Compare(act, _most[^1]) > 0))
        {
            return;
        }

        var at = _most.BinarySearch(act, Comparer<RepeatedAct>.Create(Compare));
        _most.Insert(at < 0 ? ~at : at, act);
        if (_most.Count > examples)
        {
            _most.RemoveAt(examples);
        }
    }

    /// <summary>The sum.</summary>
    public RepeatTally Finish() => new(_events, [.. _most]);

    static int Compare(RepeatedAct one, RepeatedAct other)
    {
        var again = other.Again.CompareTo(one.Again);
        var profile = again != 0 ? again : string.CompareOrdinal(one.Profile, other.Profile);
        var item = profile != 0 ? profile : string.CompareOrdinal(one.Item, other.Item);
        return item != 0 ? item : string.CompareOrdinal(one.Type, other.Type);
    }
}
