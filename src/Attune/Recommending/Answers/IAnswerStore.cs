using Attune.Events;

namespace Attune.Recommending.Answers;

/// <summary>Where answers are kept that memory has no more room for, and after the process has ended.</summary>
/// <remarks>
/// <b>Promise.</b> What is kept comes back as it was, bit for bit, or not at all. A store may lose the newest in a crash, and drops what
/// it cannot take up in time; it counts what it drops.
/// </remarks>
public interface IAnswerStore : IAsyncDisposable
{
    /// <summary>Answers that were not kept, since it was opened.</summary>
    long Dropped { get; }

    /// <summary>Takes an answer to be kept. Never waits and never throws; called once for each answer, on the thread that gives it.</summary>
    /// <param name="key">Its identity.</param>
    /// <param name="user">The user it was given to; null for none.</param>
    /// <param name="session">The visit it was given to; null for none.</param>
    /// <param name="answer">Its bytes; the caller's again on return.</param>
    void Keep(AnswerKey key, ProfileKey? user, ProfileKey? session, ReadOnlySpan<byte> answer);

    /// <summary>An answer's bytes, those taken a moment ago included; null where it is not kept, too old or damaged.</summary>
    /// <exception cref="IOException">The store cannot be read now.</exception>
    ValueTask<byte[]?> FindAsync(AnswerKey key, CancellationToken cancellation);

    /// <summary>Every answer given to a user or visit, oldest first. Cost: all that is kept is read.</summary>
    /// <exception cref="IOException">The store cannot be read now.</exception>
    IAsyncEnumerable<byte[]> OfAsync(ProfileKey whose, CancellationToken cancellation);

    /// <summary>Overwrites every answer given to a user or visit; durable on return. Cost: all that is kept is read.</summary>
    /// <returns>Which there were.</returns>
    /// <exception cref="IOException">Not everything was erased; to be called again.</exception>
    ValueTask<IReadOnlyList<AnswerKey>> EraseAsync(ProfileKey whose, CancellationToken cancellation);
}
