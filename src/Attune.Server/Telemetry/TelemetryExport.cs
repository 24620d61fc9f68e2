namespace Attune.Server.Telemetry;

/// <summary>What is sent to a collector, if anything: lives and ends with the server.</summary>
sealed class TelemetryExport(OtlpExport? export) : IDisposable
{
    /// <inheritdoc/>
    public void Dispose() => export?.Dispose();
}
