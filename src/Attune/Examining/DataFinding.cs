using System.Globalization;
using Attune.Operating.Checking;

namespace Attune.Examining;

/// <summary>One thing that was found in the data.</summary>
/// <param name="Severity">How bad it is.</param>
/// <param name="Kind">What was looked for, as <c>repeatedEvents</c>.</param>
/// <param name="What">What was found, with its numbers.</param>
/// <param name="Count">How many are affected.</param>
/// <param name="Of">Out of how many.</param>
/// <param name="Examples">Some of them, the worst first.</param>
/// <param name="Why">What it means.</param>
/// <param name="Remedy">What to do.</param>
public sealed record DataFinding(Severity Severity, string Kind, string What, long Count, long Of, IReadOnlyList<string> Examples, string Why, string Remedy)
{
    /// <summary>0 to 1; 0 where there is nothing.</summary>
    public double Share => Of == 0 ? 0 : Math.Min(1, Count / (double)Of);
}

/// <summary>What is looked for, and from which share on it is a warning or an error.</summary>
/// <param name="Kind">Its name on the wire.</param>
/// <param name="Warning">Above this share it is a warning.</param>
/// <param name="Error">Above this share it is an error; 1 where it never is.</param>
/// <param name="Why">What it means.</param>
/// <param name="Remedy">What to do.</param>
sealed record DataSign(string Kind, double Warning, double Error, string Why, string Remedy)
{
    /// <summary>Judges what was counted.</summary>
    /// <param name="count">How many are affected.</param>
    /// <param name="of">Out of how many.</param>
    /// <param name="what">What was found.</param>
    /// <param name="examples">Some of them.</param>
    public DataFinding Judge(long count, long of, FormattableString what, IEnumerable<string> examples)
    {
        var share = of == 0 ? 0 : count / (double)of;
        var severity = count > 0 && share > Error ? Severity.Error : count > 0 && share > Warning ? Severity.Warning : Severity.Good;
        return new(severity, Kind, what.ToString(CultureInfo.InvariantCulture), count, of, [.. examples], Why, Remedy);
    }
}
