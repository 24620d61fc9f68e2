namespace Attune.Server.Hosting;

/// <summary>How long the server runs.</summary>
sealed class Uptime(TimeProvider clock)
{
    readonly long _began = clock.GetTimestamp();

    /// <summary>Since it was put together.</summary>
    public TimeSpan Elapsed => clock.GetElapsedTime(_began);
}
