using Attune.Access;
using Attune.Operating;

namespace Attune.Embedded.Hosting;

/// <summary>How the engine runs inside an application.</summary>
public sealed class AttuneOptions
{
    /// <summary>The data directory, made where it is missing; one process holds it at a time. Default <c>data</c> in the working directory.</summary>
    public string Directory { get; set; } = "data";

    /// <summary>The workspace. 1 to 40 of a-z, 0-9 and hyphen; default <c>default</c>.</summary>
    public string Workspace { get; set; } = WorkspaceName.Default;

    /// <summary>The engine: what events weigh, how it trains, how lists are made.</summary>
    public EngineSettings Engine { get; set; } = new();

    /// <summary>The files below it.</summary>
    public EmbeddedSettings Embedded { get; set; } = new();

    /// <summary>What is wrong, a sentence a field; empty where nothing is.</summary>
    public IReadOnlyList<string> Faults() =>
    [
        .. string.IsNullOrWhiteSpace(Directory) ? ["directory is empty; it must be a path."] : Array.Empty<string>(),
        .. WorkspaceName.IsValid(Workspace) ? Array.Empty<string>() : [$"workspace is '{Workspace}'; it must be {WorkspaceName.Rule}"],
        .. Engine.Faults(),
        .. Embedded.Log.Faults(),
        .. Embedded.Answers.Faults(),
        .. Embedded.History.Faults(),
        .. Embedded.Catalog.Faults(),
    ];
}
