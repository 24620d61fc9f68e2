namespace Attune.Client.Wire;

/// <summary>Whom to join: one of the two is given.</summary>
/// <param name="UserId">Another user.</param>
/// <param name="SessionId">A session nobody was named in.</param>
public sealed record MergeSource(string? UserId = null, string? SessionId = null);

/// <summary>Whom to make part of a user: the body of <c>POST /v1/users/{id}/merge</c>.</summary>
/// <param name="From">Who becomes part of it.</param>
public sealed record MergeQuestion(MergeSource From);

/// <summary>Another id: the body of <c>POST /v1/users/{id}/rename</c> and <c>POST /v1/items/{id}/rename</c>.</summary>
/// <param name="To">The new id, under which nothing is known yet.</param>
public sealed record RenameQuestion(string To);

/// <summary>A merge or a rename that is done.</summary>
/// <param name="Id">The id it has now.</param>
/// <param name="Token">As <c>after</c> of a question: the answer knows it. Null where nothing has to be waited for.</param>
public sealed record MergeAnswer(string Id, string? Token = null);
