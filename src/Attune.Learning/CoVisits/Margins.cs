namespace Attune.Learning.CoVisits;

/// <summary>How much each item is taken up, whoever with: what pair counts are compared with. Whole numbers, so that taking away is exact.</summary>
sealed class Margins(int items)
{
    /// <summary>By item: faded events that can be the earlier, or the later, of a pair, in <see cref="PairWeights.Unit"/>s.</summary>
    internal long[] SourceMass { get; } = new long[items];

    internal long[] TargetMass { get; } = new long[items];

    /// <summary>By item: users with such an event.</summary>
    internal int[] SourceUsers { get; } = new int[items];

    internal int[] TargetUsers { get; } = new int[items];

    // By item: the last call of Count that met it in the role, so that a user counts once.
    readonly int[] _sourceMet = new int[items];
    readonly int[] _targetMet = new int[items];
    int _calls;

    /// <summary>Users with any event.</summary>
    internal int Users { get; set; }

    /// <summary>Counts a user's events in (sign 1) or out (sign −1).</summary>
    internal void Count(EventSequence events, PairWeights weights, int sign)
    {
        _calls++;
        for (var n = 0; n < events.Items.Length; n++)
        {
            var (item, kind) = (events.Items[n], events.Kinds[n]);
            var mass = sign * PairWeights.InUnits(weights.OfAge(events.Times[n]));
            if (weights.IsFirst[kind])
            {
                SourceMass[item] += mass;
                SourceUsers[item] += _sourceMet[item] != _calls ? sign : 0;
                _sourceMet[item] = _calls;
            }

            if (weights.IsThen[kind])
            {
                TargetMass[item] += mass;
                TargetUsers[item] += _targetMet[item] != _calls ? sign : 0;
                _targetMet[item] = _calls;
            }
        }

        Users += events.Items.IsEmpty ? 0 : sign;
    }
}
