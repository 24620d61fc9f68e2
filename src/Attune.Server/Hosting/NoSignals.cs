namespace Attune.Server.Hosting;

/// <summary>A host that takes no signals for itself: whoever started the server decides when it stops.</summary>
sealed class NoSignals : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
