using Attune.Events;

namespace Attune.Merging;

/// <summary>What became of a merge or a rename.</summary>
public abstract record MergeOutcome
{
    MergeOutcome()
    {
    }

    /// <summary>It is done.</summary>
    /// <param name="Token">The place from which on everything knows it.</param>
    public sealed record Done(LogToken Token) : MergeOutcome;

    /// <summary>There is nobody, or nothing, of the id.</summary>
    public sealed record Unknown(string Id) : MergeOutcome;

    /// <summary>It would join what must stay apart; nothing was changed.</summary>
    /// <param name="Reason">Why, in a sentence.</param>
    public sealed record Refused(string Reason) : MergeOutcome;

    /// <summary>The log took nothing more; nothing was changed but properties copied.</summary>
    /// <param name="Reason">Why.</param>
    public sealed record StorageFailed(string Reason) : MergeOutcome;
}
