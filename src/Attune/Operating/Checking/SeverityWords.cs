namespace Attune.Operating.Checking;

/// <summary>The words for how bad something is, as on the wire and on the screen.</summary>
public static class SeverityWords
{
    /// <summary><c>good</c>, <c>warning</c> or <c>error</c>.</summary>
    public static string Word(this Severity severity) => severity switch
    {
        Severity.Error => "error",
        Severity.Warning => "warning",
        _ => "good",
    };

    /// <summary>The severity of a word; good of any that is not known.</summary>
    public static Severity Of(string word) => word switch
    {
        "error" => Severity.Error,
        "warning" => Severity.Warning,
        _ => Severity.Good,
    };
}
