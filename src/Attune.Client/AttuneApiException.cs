using Attune.Client.Wire;

namespace Attune.Client;

/// <summary>The server answered with an error, or could not be reached after all tries.</summary>
public sealed class AttuneApiException : Exception
{
    /// <summary>An error answer.</summary>
    /// <param name="problem">What the server said.</param>
    public AttuneApiException(Problem problem)
        : base(Describe(problem)) => Problem = problem;

    /// <summary>No answer, or one that is not of Attune.</summary>
    /// <param name="message">What was tried.</param>
    /// <param name="inner">The last failure.</param>
    public AttuneApiException(string message, Exception inner)
        : base(message, inner)
    {
    }

    /// <summary>What the server said; null where it could not be reached, or something else answered.</summary>
    public Problem? Problem { get; }

    /// <summary>The HTTP status; 0 where the server could not be reached, or something else answered.</summary>
    public int Status => Problem?.Status ?? 0;

    static string Describe(Problem problem)
    {
        // The detail says the first fault already.
        var others = problem.Errors.Skip(1).Select(error => $"{error.Field}: {error.Limit}");
        return $"{problem.Status} {problem.Title}. {problem.Detail} {string.Join(' ', others)}".TrimEnd();
    }
}
