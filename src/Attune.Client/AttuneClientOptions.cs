namespace Attune.Client;

/// <summary>How <see cref="AttuneClient"/> reaches its server and how long it tries.</summary>
public sealed record AttuneClientOptions
{
    /// <summary>The key, <c>atn_…</c>; null for a server on this machine that has none.</summary>
    public string? Key { get; init; }

    /// <summary>The workspace, for a server without keys; a key says its own.</summary>
    public string? Workspace { get; init; }

    /// <summary>Tries of one call, the first included; 1 to 10, default 4.</summary>
    public int Tries { get; init; } = 4;

    /// <summary>Longest time of one try; default 10 s.</summary>
    public TimeSpan TryTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// The wait before the second try; each further one doubles it, up to <see cref="LongestWait"/>, and each is drawn
    /// between half of that and all of it. Default 100 ms.
    /// </summary>
    public TimeSpan FirstWait { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>The longest wait between two tries, also where the server asks for longer; default 5 s.</summary>
    public TimeSpan LongestWait { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The seed of the waits' jitter; null for one from the system, so that many clients do not march in step.</summary>
    public int? Seed { get; init; }

    /// <summary>The clock of waits and time-outs.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;
}
