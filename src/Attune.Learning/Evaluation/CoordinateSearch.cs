namespace Attune.Learning.Evaluation;

/// <summary>Chooses settings by trying one dimension after the other and keeping the best value of each.</summary>
/// <remarks>
/// Passes over all dimensions are repeated until one changes nothing, or <c>passes</c> are done. Needs the sum, not the product,
/// of the numbers of values; finds the best of the whole grid only where dimensions do not depend on each other much. Of equal
/// figures the one met first stays. Repeats: the order is fixed, and nothing is tried twice.
/// </remarks>
public static class CoordinateSearch
{
    /// <summary>Returns the best settings met and their figure.</summary>
    /// <param name="start">Where to begin; tried first.</param>
    /// <param name="dimensions">Each gives, for given settings, the same ones with other values of one setting.</param>
    /// <param name="figure">How good settings are: higher is better. Called on data the test never sees.</param>
    /// <param name="passes">Most passes, at least 1.</param>
    public static (T Settings, double Figure) Run<T>(
        T start, IReadOnlyList<Func<T, IEnumerable<T>>> dimensions, Func<T, double> figure, int passes)
        where T : notnull
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(passes, 1);
        var tried = new HashSet<T> { start };
        var (best, bestFigure) = (start, figure(start));
        for (var pass = 0; pass < passes; pass++)
        {
            var before = best;
            foreach (var dimension in dimensions)
            {
                foreach (var settings in dimension(best).ToArray())
                {
                    if (tried.Add(settings) && figure(settings) is var reached && reached > bestFigure)
                    {
                        (best, bestFigure) = (settings, reached);
                    }
                }
            }

            if (best.Equals(before))
            {
                break;
            }
        }

        return (best, bestFigure);
    }
}
