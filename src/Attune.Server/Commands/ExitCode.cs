namespace Attune.Server.Commands;

/// <summary>What a verb tells the shell.</summary>
static class ExitCode
{
    /// <summary>Done.</summary>
    public const int Good = 0;

    /// <summary>Tried, and it did not work; the message says why.</summary>
    public const int Failed = 1;

    /// <summary>The command line, a setting or a file is wrong; nothing was done.</summary>
    public const int Usage = 2;
}
