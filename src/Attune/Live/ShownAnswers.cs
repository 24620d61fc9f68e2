using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace Attune.Live;

/// <summary>The answers given lately, until the first event that names them comes; bounded, the oldest forgotten first.</summary>
/// <remarks>
/// <para><b>In memory only.</b> What was shown before a restart teaches nothing: the weights learned before it are in the checkpoint.</para>
/// <para><b>Concurrency.</b> Any number of threads.</para>
/// </remarks>
sealed class ShownAnswers(int most)
{
    readonly ConcurrentDictionary<string, ShownAnswer> _byId = new(StringComparer.Ordinal);
    readonly string?[] _ring = new string?[most];
    long _count;

    /// <summary>How many are remembered.</summary>
    public int Count => _byId.Count;

    /// <summary>Remembers an answer in the place of the oldest.</summary>
    public void Keep(ShownAnswer shown)
    {
        var place = (Interlocked.Increment(ref _count) - 1) % _ring.Length;
        if (Interlocked.Exchange(ref _ring[place], shown.Id) is { } oldest)
        {
            _byId.TryRemove(oldest, out _);
        }

        _byId[shown.Id] = shown;
    }

    /// <summary>Gives an answer to whoever follows it from now on.</summary>
    public bool TryClaim(string id, [NotNullWhen(true)] out ShownAnswer? shown) => _byId.TryRemove(id, out shown);
}
