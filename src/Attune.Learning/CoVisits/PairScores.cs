namespace Attune.Learning.CoVisits;

/// <summary>What counts make of a pair: discounted by popularity, tested for significance.</summary>
/// <remarks>
/// s(i → j) = c(i → j) / (m(i)^SourceExponent · m(j)^TargetExponent + Shrinkage) · G²(i, j)^SignificanceExponent, and 0 where
/// G² is below Significance. m is the faded number of events, G² counts users: those with i as the earlier of a pair, those with
/// j as the later one, and those with both within the window.
/// </remarks>
sealed class PairScores
{
    readonly CoVisitSettings _settings;
    readonly Margins _margins;
    readonly double[] _source;
    readonly double[] _target;

    internal PairScores(CoVisitSettings settings, Margins margins)
    {
        (_settings, _margins) = (settings, margins);
        _source = Array.ConvertAll(margins.SourceMass, mass => Discount(mass, settings.SourceExponent));
        _target = Array.ConvertAll(margins.TargetMass, mass => Discount(mass, settings.TargetExponent));
    }

    /// <param name="item">Whose list it is.</param>
    /// <param name="other">The item in it.</param>
    /// <param name="weight">c(i → j), in units.</param>
    /// <param name="users">Users who had both within the window; not read where no significance is asked for.</param>
    internal float Of(int item, int other, long weight, int users)
    {
        var score = weight * PairWeights.Unit / ((_source[item] * _target[other]) + _settings.Shrinkage);
        if (_settings.CountsUsers)
        {
            var ratio = Ratio(item, other, users);
            score *= ratio < _settings.Significance ? 0
                : _settings.SignificanceExponent > 0 ? Math.Pow(ratio, _settings.SignificanceExponent) : 1;
        }

        return (float)score;
    }

    double Ratio(int item, int other, int users)
    {
        var (first, second) = (_margins.SourceUsers[item], _margins.TargetUsers[other]);

        // Users who had both, but further apart than the window, are in both margins: the table needs room for them.
        return LogLikelihoodRatio.Of(users, first, second, Math.Max(_margins.Users, first + second - users));
    }

    // At least one unit: the mass may have faded to nothing where a weight of its pairs has not.
    static double Discount(long mass, double exponent) => exponent == 0 ? 1 : Math.Pow(Math.Max(mass, 1) * PairWeights.Unit, exponent);
}
