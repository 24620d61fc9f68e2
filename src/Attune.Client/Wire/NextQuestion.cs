namespace Attune.Client.Wire;

/// <summary>A wish for the following items of an answer: the body of <c>POST /v1/recommendations/{id}/next</c>.</summary>
/// <param name="Count">Most items wanted, 1 to 500; as many as were asked for where null.</param>
public sealed record NextQuestion(int? Count = null);
