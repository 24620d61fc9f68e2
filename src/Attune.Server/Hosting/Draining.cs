namespace Attune.Server.Hosting;

/// <summary>Whether this node is about to stop: it answers as before, and its readiness asks to be sent nothing more.</summary>
sealed class Draining
{
    volatile bool _begun;

    /// <summary>True from the request to stop on.</summary>
    public bool HasBegun => _begun;

    /// <summary>Begins it.</summary>
    public void Begin() => _begun = true;
}
