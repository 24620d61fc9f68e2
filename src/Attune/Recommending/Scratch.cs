using Attune.Learning.Factors;
using Attune.Learning.Sessions;
using Attune.Recommending.Arranging;
using Attune.Recommending.Candidates;

namespace Attune.Recommending;

/// <summary>What one answer writes on while it is made: one a thread, used again for the next, so that answers allocate little.</summary>
/// <remarks>Holds from the start of <see cref="Ladder.Climb"/> until the answer is written; nothing may be awaited in between.</remarks>
sealed class Scratch
{
    [ThreadStatic]
    static Scratch? Own;

    SessionSearch? _search;
    int _searchLength;
    SessionEncoding? _reading;

    public static Scratch OfThread => Own ??= new Scratch();

    public AllowedItems Allowed { get; } = new();

    /// <summary>Those of the allowed items that a rule speaks of.</summary>
    public AllowedItems Group { get; } = new();

    /// <summary>Candidates being chosen for being unlike one another.</summary>
    public Choice Choice { get; } = new();

    /// <summary>The categories who asks takes up.</summary>
    public CategoryMix Mix { get; } = new();

    public ItemScores Scores { get; } = new();

    public CandidatePool Pool { get; } = new();

    /// <summary>Distinct recent items, newest first.</summary>
    public int[] Seeds { get; private set; } = new int[200];

    /// <summary>By place in <see cref="Seeds"/>.</summary>
    public float[] SeedAttention { get; private set; } = new float[200];

    public int SeedCount { get; set; }

    /// <summary>By place in the profile's ring: its items.</summary>
    public int[] RecentItems { get; private set; } = [];

    /// <summary>By place in the profile's ring.</summary>
    public float[] Faded { get; private set; } = [];

    /// <summary>By place in the profile's ring.</summary>
    public float[] Attention { get; private set; } = [];

    /// <summary>Searches sessions; made anew only for an index of another length.</summary>
    public SessionSearch SearchOf(SessionIndex sessions)
    {
        if (_search is null || _searchLength != sessions.Settings.Length)
        {
            (_search, _searchLength) = (new SessionSearch(NextItems.Search, sessions.Settings.Length), sessions.Settings.Length);
        }

        return _search;
    }

    /// <summary>Makes vectors of sessions; made anew only for another generation's model.</summary>
    public SessionEncoding ReadingOf(SessionEmbedding model) => _reading?.Model == model ? _reading : _reading = new SessionEncoding(model);

    /// <summary>The folded-in user.</summary>
    public float[] User { get; private set; } = [];

    /// <summary>Room for what one source finds.</summary>
    public ScoredItem[] Room { get; private set; } = [];

    /// <summary>The candidates in the order of their scores, more than the answer has places.</summary>
    public ScoredItem[] Ranked { get; private set; } = [];

    /// <summary>How many they are.</summary>
    public int RankedCount { get; private set; }

    /// <summary>What sources gave the ranked candidates, in their order, before rules found anything more.</summary>
    public float[] RankedParts { get; private set; } = [];

    /// <summary>By place in the pool: what the ranker adds to the logarithm of a ranked candidate's score.</summary>
    public float[] Words { get; private set; } = [];

    /// <summary>True where the ranker has a say in the answer.</summary>
    public bool Spoken { get; private set; }

    /// <summary>What rules found beside the candidates.</summary>
    public Findings Findings { get; } = new();

    /// <summary>The places of the answer, as they are arranged.</summary>
    public Slot[] Slate { get; private set; } = [];

    /// <summary>Room for so many.</summary>
    public Span<ScoredItem> RoomOf(int places) => (Room = Room.Length < places ? new ScoredItem[places] : Room).AsSpan(0, places);

    /// <summary>Begins without a word of the ranker.</summary>
    public void BeSilent() => Spoken = false;

    /// <summary>Room for the ranker's words, which count from now on.</summary>
    public float[] Speak()
    {
        Spoken = true;
        return Words = Words.Length < Pool.Count ? new float[Math.Max(256, Pool.Count * 2)] : Words;
    }

    /// <summary>Keeps how many candidates are ranked and what sources gave them, which rules may add to.</summary>
    public void KeepRanked(int count)
    {
        RankedCount = count;
        RankedParts = RankedParts.Length < count * CandidateSources.Count ? new float[Ranked.Length * CandidateSources.Count] : RankedParts;
        for (var n = 0; n < count; n++)
        {
            Pool.PartsAt(Pool.PlaceOf(Ranked[n].Item)).CopyTo(RankedParts.AsSpan(n * CandidateSources.Count));
        }
    }

    public void Reserve(int recent, int factors, int room, int slate)
    {
        if (Faded.Length < recent)
        {
            (RecentItems, Faded, Attention) = (new int[recent], new float[recent], new float[recent]);
        }

        User = User.Length == factors ? User : new float[factors];
        Room = Room.Length < room ? new ScoredItem[room] : Room;
        Ranked = Ranked.Length < room ? new ScoredItem[room] : Ranked;
        Slate = Slate.Length < slate ? new Slot[slate] : Slate;
    }
}
