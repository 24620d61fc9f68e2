namespace Attune.Client.Wire;

/// <summary>What a key allows: the answer of <c>GET /v1/access</c>.</summary>
/// <param name="Workspace">The workspace it is for.</param>
/// <param name="Scope"><c>read</c>, <c>write</c> or <c>admin</c>; each may do what the one before may.</param>
/// <param name="Keyed">True where the server has keys; false where whoever is on its machine may do everything.</param>
public sealed record AccessAnswer(string Workspace, string Scope, bool Keyed);
