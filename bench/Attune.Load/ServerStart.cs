namespace Attune.Load;

/// <summary>How a server's process is started.</summary>
/// <param name="Executable">The program.</param>
public sealed record ServerStart(string Executable)
{
    /// <summary>Arguments before <c>serve</c>: for a program that takes the server as its own argument.</summary>
    public IReadOnlyList<string> Before { get; init; } = [];

    /// <summary>Options of <c>serve</c>, beside data directory and port.</summary>
    public IReadOnlyList<string> Options { get; init; } = [];
}
