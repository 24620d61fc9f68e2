using Microsoft.Extensions.Hosting;

namespace Attune.Embedded.Hosting;

/// <summary>Opens the engine before the application answers, and closes it after its last answer.</summary>
sealed class AttuneHosting(AttuneEngine engine) : IHostedService
{
    /// <summary>Opens.</summary>
    public Task StartAsync(CancellationToken cancellationToken) => engine.OpenAsync(cancellationToken);

    /// <summary>Closes; what was acknowledged is kept.</summary>
    public async Task StopAsync(CancellationToken cancellationToken) => await engine.DisposeAsync();
}
