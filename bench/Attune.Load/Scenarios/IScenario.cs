namespace Attune.Load.Scenarios;

/// <summary>One thing measured against a running server. Scenarios run in order and build on the data of those before.</summary>
interface IScenario
{
    /// <summary>The word that selects it on the command line.</summary>
    string Name { get; }

    Task<IReadOnlyList<Measurement>> RunAsync(ServerProcess server, LoadOptions options, CancellationToken cancellation);
}
