using Attune.Events;

namespace Attune.Recommending.Lists.Audiences;

/// <summary>Users, best first.</summary>
/// <param name="Users">They.</param>
/// <param name="Generation">The generation they were found by; 0 where there was none.</param>
/// <param name="AsOf">Who came after this instant was not looked at; null where nobody was.</param>
/// <param name="Took">Time from question to answer.</param>
public sealed record FoundUsers(IReadOnlyList<FoundUser> Users, int Generation, EventTime? AsOf, TimeSpan Took)
{
    internal static FoundUsers None(Audience? audience, Deadline deadline) => new([], audience?.Generation ?? 0, audience?.AsOf, deadline.Taken);
}

/// <summary>One of them.</summary>
/// <param name="User">The user.</param>
/// <param name="Score">What they were ordered by; comparable within one answer only.</param>
public sealed record FoundUser(UserId User, double Score);
