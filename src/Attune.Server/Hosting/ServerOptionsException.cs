namespace Attune.Server.Hosting;

/// <summary>The server cannot start as it was asked to; the message is for whoever asked.</summary>
public sealed class ServerOptionsException(string message) : Exception(message);
