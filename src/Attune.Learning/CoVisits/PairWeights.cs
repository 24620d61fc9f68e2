namespace Attune.Learning.CoVisits;

/// <summary>What a pair of events weighs, in whole units: sums of them do not depend on their order, and adding and taking away cancel.</summary>
/// <remarks>
/// w(a, b) = kind weight · steps^−GapExponent · 2^−(time between / GapHalfLife) · 2^−(age of b / HalfLife) ·
/// (events of the user)^−UserExponent, rounded to the nearest 2^−28. A 64-bit sum has room for 3.4·10¹⁰ pairs of weight 1 and 3.4·10⁸ of the
/// largest weight.
/// </remarks>
sealed class PairWeights
{
    internal const double Unit = 1.0 / (1 << 28);

    readonly CoVisitSettings _settings;
    readonly double[] _ofSteps;
    readonly short[] _numberOfKind = new short[256];
    readonly double[] _ofKinds;
    readonly int _kinds;

    internal PairWeights(CoVisitSettings settings)
    {
        _settings = settings;
        _ofSteps = new double[settings.Window + 1];
        for (var steps = 1; steps < _ofSteps.Length; steps++)
        {
            _ofSteps[steps] = Math.Pow(steps, -settings.GapExponent) / Unit;
        }

        if (settings.Kinds.Count == 0)
        {
            (_kinds, _ofKinds) = (1, [1]);
            (IsFirst, IsThen) = (AllKinds(), AllKinds());
            return;
        }

        Array.Fill(_numberOfKind, (short)-1);
        foreach (var kind in settings.Kinds.SelectMany(pair => new[] { pair.First, pair.Then }).Distinct())
        {
            _numberOfKind[kind] = (short)_kinds++;
        }

        _ofKinds = new double[_kinds * _kinds];
        (IsFirst, IsThen) = (new bool[256], new bool[256]);
        foreach (var pair in settings.Kinds)
        {
            _ofKinds[(_numberOfKind[pair.First] * _kinds) + _numberOfKind[pair.Then]] += pair.Weight;
            (IsFirst[pair.First], IsThen[pair.Then]) = (true, true);
            if (settings.Backward > 0)
            {
                (IsFirst[pair.Then], IsThen[pair.First]) = (true, true);
            }
        }
    }

    /// <summary>By kind: whether its events' items have lists: as the earlier of a pair, or going backward.</summary>
    internal bool[] IsFirst { get; }

    /// <summary>By kind: whether its events' items stand in lists.</summary>
    internal bool[] IsThen { get; }

    internal double OfAge(long time) => _settings.HalfLife == CoVisitSettings.Unlimited
        ? 1
        : double.Exp2(-Math.Max(0.0, _settings.Now - (double)time) / _settings.HalfLife);

    internal double OfUser(int events) => _settings.UserExponent == 0 ? 1 : Math.Pow(events, -_settings.UserExponent);

    /// <summary>The weight in units; 0 where the two are no pair.</summary>
    /// <param name="steps">Places between them, from 1 to the window.</param>
    /// <param name="between">Time between them, 0 or more.</param>
    /// <param name="first">The earlier event's kind.</param>
    /// <param name="then">The later event's kind.</param>
    /// <param name="factor">The user's factor, the later one's age factor, and the direction's share.</param>
    internal long Of(int steps, long between, byte first, byte then, double factor)
    {
        var (row, column) = (_numberOfKind[first], _numberOfKind[then]);
        if ((row | column) < 0)
        {
            return 0;
        }

        var weight = _ofSteps[steps] * factor * _ofKinds[(row * _kinds) + column];
        if (_settings.GapHalfLife != CoVisitSettings.Unlimited)
        {
            weight *= double.Exp2(-(double)between / _settings.GapHalfLife);
        }

        return (long)(weight + 0.5);
    }

    internal static long InUnits(double weight) => (long)((weight / Unit) + 0.5);

    static bool[] AllKinds()
    {
        var all = new bool[256];
        Array.Fill(all, true);
        return all;
    }
}
