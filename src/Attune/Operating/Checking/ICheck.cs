namespace Attune.Operating.Checking;

/// <summary>Looks at one thing an installation stands on, and changes nothing.</summary>
public interface ICheck
{
    /// <summary>What it looks at, as <c>redis</c>.</summary>
    string About { get; }

    /// <summary>Looks.</summary>
    /// <param name="cancellation">Ends it when its time is over.</param>
    /// <returns>What it found, the good included.</returns>
    ValueTask<IReadOnlyList<Finding>> RunAsync(CancellationToken cancellation);
}

/// <summary>How bad a finding is.</summary>
public enum Severity
{
    /// <summary>As it should be.</summary>
    Good,

    /// <summary>Works, and will not always.</summary>
    Warning,

    /// <summary>Does not work, or loses something.</summary>
    Error,
}

/// <summary>One thing that was found.</summary>
/// <param name="Severity">How bad it is.</param>
/// <param name="About">What was looked at.</param>
/// <param name="What">What was found, with its numbers.</param>
/// <param name="Why">Why it matters; empty where all is well.</param>
/// <param name="Remedy">What to do; empty where all is well.</param>
public sealed record Finding(Severity Severity, string About, string What, string Why = "", string Remedy = "");

/// <summary>What a check writes down.</summary>
/// <param name="about">What it looks at.</param>
public sealed class Findings(string about)
{
    readonly List<Finding> _found = [];

    /// <summary>All of it, in the order it was found.</summary>
    public IReadOnlyList<Finding> All => _found;

    /// <summary>Something is as it should be.</summary>
    public Findings Good(FormattableString what) => Add(Severity.Good, what, "", "");

    /// <summary>Something will not always work.</summary>
    public Findings Warn(FormattableString what, string why, string remedy) => Add(Severity.Warning, what, why, remedy);

    /// <summary>Something does not work.</summary>
    public Findings Fail(FormattableString what, string why, string remedy) => Add(Severity.Error, what, why, remedy);

    Findings Add(Severity severity, FormattableString what, string why, string remedy)
    {
        _found.Add(new(severity, about, FormattableString.Invariant(what), why, remedy));
        return this;
    }
}
