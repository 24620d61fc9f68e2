using System.Runtime.InteropServices;

namespace Attune.Server.Commands;

/// <summary>Ctrl-C and SIGTERM, as one token: the verb ends by itself and says so. A second Ctrl-C ends the process at once.</summary>
sealed class StopSignals : IDisposable
{
    readonly CancellationTokenSource _asked = new();
    readonly PosixSignalRegistration _interrupt;
    readonly PosixSignalRegistration _terminate;

    public StopSignals()
    {
        _interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        _terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
    }

    /// <summary>Cancelled by the first signal.</summary>
    public CancellationToken Token => _asked.Token;

    public void Dispose()
    {
        _interrupt.Dispose();
        _terminate.Dispose();
        _asked.Dispose();
    }

    void Stop(PosixSignalContext signal)
    {
        signal.Cancel = !_asked.IsCancellationRequested;
        _asked.Cancel();
    }
}
