using System.Collections.Frozen;
using System.Runtime.InteropServices;
using Attune.Events;
using Attune.Generations;
using Attune.Learning.Factors;
using Attune.Profiles;
using Attune.Recommending.Candidates;

namespace Attune.Recommending.Lists.Audiences;

/// <summary>Goes through all profiles once and makes an audience of them.</summary>
/// <remarks><b>Cost.</b> Some microseconds a profile whose vector the audience before it has already, a fold-in for each other one.</remarks>
/// <param name="settings">How many users, and which half-life.</param>
/// <param name="weights">What events say.</param>
/// <param name="positionDecay">As recommendations are made by.</param>
sealed class AudienceMaking(AudienceSettings settings, EventWeights weights, float positionDecay)
{
    const int MostSegments = 1_000;
    const int MostItems = 1_024;

    // Ages beyond this many half-lives say nothing any more.
    const int Horizon = 10;

    readonly ProfileDraft _draft = new();
    readonly Dictionary<string, Dictionary<int, float>> _segments = new(StringComparer.Ordinal);
    float[] _faded = [];
    float[] _attention = [];
    int[] _items = [];

    /// <summary>The audience.</summary>
    /// <param name="profiles">Users' ids and their profiles, encoded.</param>
    /// <param name="segmentsOf">By user: the segments they are in; empty where none are counted.</param>
    /// <param name="generation">What users are folded into; null for nothing.</param>
    /// <param name="before">Whose vectors are taken over where nothing happened since; null for none.</param>
    /// <param name="asOf">The instant it is of.</param>
    public Audience Make(
        IReadOnlyList<KeyValuePair<string, byte[]>> profiles,
        IReadOnlyDictionary<string, string[]> segmentsOf,
        Generation? generation,
        Audience? before,
        EventTime asOf)
    {
        var factors = generation?.FoldIn.Factors ?? 0;
        var number = generation?.Manifest.Number ?? 0;
        var most = factors == 0 ? 0 : Math.Min(settings.Users, profiles.Count);
        var (users, applied, vectors) = (new string[most], new long[most], new float[most * factors]);
        var oldest = new PriorityQueue<int, long>();
        var vector = new float[factors];
        before = before?.Generation == number ? before : null;
        foreach (var (user, bytes) in profiles)
        {
            if (!TryDecode(bytes))
            {
                continue;
            }

            if (segmentsOf.TryGetValue(user, out var segments))
            {
                Count(segments, asOf);
            }

            if (most == 0 || !TryPlace(oldest, most, out var place) || !TryVector(user, generation!, before, vector))
            {
                continue;
            }

            oldest.Enqueue(place, _draft.Recent[^1].Seconds);
            (users[place], applied[place]) = (user, _draft.Applied);
            vector.CopyTo(vectors.AsSpan(place * factors));
        }

        var count = oldest.Count;
        return new Audience
        {
            AsOf = asOf,
            Generation = number,
            Users = users[..count],
            Applied = applied[..count],
            Vectors = vectors[..(count * factors)],
            Places = users[..count].Select((user, place) => KeyValuePair.Create(user, place)).ToFrozenDictionary(StringComparer.Ordinal),
            Segments = _segments.ToFrozenDictionary(segment => segment.Key, segment => Leading(segment.Value), StringComparer.Ordinal),
        };
    }

    /// <summary>A user's vector by a profile.</summary>
    /// <returns>False where the generation knows nothing of what they took up.</returns>
    public bool TryFold(ReadOnlySpan<Interaction> recent, Generation generation, Span<float> vector)
    {
        if (_faded.Length < recent.Length)
        {
            (_faded, _attention, _items) = (new float[recent.Length], new float[recent.Length], new int[recent.Length]);
        }

        Signal.Measure(recent, weights, positionDecay, _faded, _attention);
        for (var n = 0; n < recent.Length; n++)
        {
            _items[n] = recent[n].Item;
        }

        return TasteItems.TryFold(generation, _items.AsSpan(0, recent.Length), _faded.AsSpan(0, recent.Length), vector);
    }

    bool TryDecode(byte[] bytes)
    {
        try
        {
            ProfileCodec.Decode(bytes, _draft);
            return !_draft.Recent.IsEmpty;
        }
        catch (InvalidDataException)
        {
            // One damaged profile is the live path's to log; it keeps no other from being found.
            return false;
        }
    }

    bool TryPlace(PriorityQueue<int, long> oldest, int most, out int place)
    {
        place = oldest.Count;
        if (place < most)
        {
            return true;
        }

        return oldest.TryPeek(out _, out var seconds) && seconds < _draft.Recent[^1].Seconds && oldest.TryDequeue(out place, out _);
    }

    bool TryVector(string user, Generation generation, Audience? before, Span<float> vector)
    {
        if (before is not null && before.Places.TryGetValue(user, out var place) && before.Applied[place] == _draft.Applied)
        {
            before.VectorAt(place).CopyTo(vector);
            return true;
        }

        return TryFold(_draft.Recent, generation, vector);
    }

    void Count(string[] segments, EventTime asOf)
    {
        var (now, halfLife) = (asOf.Micros / EventTime.MicrosPerSecond, settings.SegmentHalfLife.TotalSeconds);
        foreach (var segment in segments)
        {
            if (!_segments.TryGetValue(segment, out var counts))
            {
                if (_segments.Count == MostSegments)
                {
                    continue;
                }

                _segments.Add(segment, counts = []);
            }

            foreach (var interaction in _draft.Recent)
            {
                var age = Math.Max(0, now - interaction.Seconds) / halfLife;
                if (age < Horizon)
                {
                    CollectionsMarshal.GetValueRefOrAddDefault(counts, interaction.Item, out _) += interaction.Strength * (float)Math.Pow(2, -age);
                }
            }
        }
    }

    static ScoredItem[] Leading(Dictionary<int, float> counts)
    {
        var best = new BestItems(new ScoredItem[Math.Min(MostItems, counts.Count)]);
        foreach (var (item, count) in counts)
        {
            best.Offer(item, count);
        }

        return best.InOrder().ToArray();
    }
}
