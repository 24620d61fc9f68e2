using Attune.Learning.Factors;
using Attune.Recommending.Arranging;

namespace Attune.Recommending.Answers;

/// <summary>What ranking and arranging depended on: the state it came from has moved on, so it is kept as it was.</summary>
sealed record AnswerInputs
{
    /// <summary>What was left to chance.</summary>
    public ulong Chance { get; init; }

    /// <summary>The profile as used, the question's own events folded in, in the form of <see cref="Profiles.ProfileCodec"/>.</summary>
    public byte[] Profile { get; init; } = [];

    /// <summary>How many ordinals the catalog had.</summary>
    public int Size { get; init; }

    /// <summary>How many items were wanted, the scenario asked.</summary>
    public int Count { get; init; }

    /// <summary>What was wanted of the items asked about.</summary>
    public ItemRelation Relation { get; init; }

    /// <summary>Ordinals of items kept out because an earlier answer of the chain had shown them.</summary>
    public int[] Shown { get; init; } = [];

    /// <summary>The candidates in the order of their scores.</summary>
    public RecordedCandidate[] Candidates { get; init; } = [];

    /// <summary>True where the ranker that learns from outcomes had a say.</summary>
    public bool Spoken { get; init; }

    /// <summary>What rules found beside the candidates, list after list.</summary>
    public ScoredItem[][] Found { get; init; } = [];

    /// <summary>The places of the answer.</summary>
    public Slot[] Slots { get; init; } = [];

    /// <summary>By place: the <see cref="PropertyPrint"/> of its item.</summary>
    public uint[] Prints { get; init; } = [];

    /// <summary>Every item that could have stood in the answer.</summary>
    public IEnumerable<int> Everything() =>
        Candidates.Select(candidate => candidate.Item).Concat(Found.SelectMany(list => list.Select(found => found.Item))).Concat(Slots.Select(slot => slot.Item));
}

/// <summary>A candidate as its sources gave it.</summary>
/// <param name="Item">The item's ordinal.</param>
/// <param name="Score">What ranking made of its parts.</param>
/// <param name="Print">Its <see cref="PropertyPrint"/>.</param>
/// <param name="Word">What the ranker added to the logarithm of its score; 0 where it had no say.</param>
/// <param name="Parts">By <see cref="Candidates.CandidateSource"/>.</param>
sealed record RecordedCandidate(int Item, float Score, uint Print, float Word, float[] Parts);
