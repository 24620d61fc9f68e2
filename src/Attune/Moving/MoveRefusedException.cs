namespace Attune.Moving;

/// <summary>Two workspaces are not of a kind that one can be moved into the other; the message says why, and nothing was changed that it does not name.</summary>
public sealed class MoveRefusedException(string message) : Exception(message);
