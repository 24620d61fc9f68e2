using Attune.Events;

namespace Attune.Moving;

/// <summary>A checksum over the order of events within profiles: of each profile's events one after another, summed over the profiles.</summary>
/// <remarks>
/// Keeps at most <see cref="Most"/> profiles, some 60 bytes each. Of more it keeps a half, a quarter and so on, by the profile's
/// hash: which ones depends on the profiles alone, not on the order in which they come.
/// </remarks>
sealed class OrderCheck(ContentHash hash)
{
    /// <summary>Most profiles followed.</summary>
    public const int Most = 1_000_000;

    readonly Dictionary<UInt128, UInt128> _chains = [];
    UInt128 _passedOver;

    /// <summary>Profiles followed, and the sum over their chains.</summary>
    public Tally Tally => _chains.Aggregate(default(Tally), (sum, chain) => sum.With(hash.Of(chain.Key, chain.Value)));

    /// <summary>Takes the next event of a profile, by its content's hash.</summary>
    public void Add(ProfileKey profile, UInt128 content)
    {
        var key = EventIdHash.Of(profile.Value);
        if ((key & _passedOver) != 0)
        {
            return;
        }

        _chains[key] = hash.Of(_chains.GetValueOrDefault(key), content);
        while (_chains.Count > Most)
        {
            _passedOver = (_passedOver << 1) | 1;
            foreach (var dropped in _chains.Keys.Where(one => (one & _passedOver) != 0).ToList())
            {
                _chains.Remove(dropped);
            }
        }
    }
}
