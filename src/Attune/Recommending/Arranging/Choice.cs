namespace Attune.Recommending.Arranging;

/// <summary>Candidates being chosen one after the other: memory that is used again for the next answer.</summary>
sealed class Choice
{
    Slot[] _ordered = [];
    int[] _chosen = [];
    int[] _compared = [];
    bool[] _isChosen = [];

    /// <summary>How alike they are.</summary>
    public Likeness Likeness { get; } = new();

    /// <summary>By candidate: its score over the best one's, 0 to 1.</summary>
    public float[] Relevance { get; private set; } = [];

    /// <summary>By candidate: room for the method.</summary>
    public float[] Work { get; private set; } = [];

    /// <summary>By candidate and step: room for the method.</summary>
    public float[] Steps { get; set; } = [];

    /// <summary>How many candidates there are.</summary>
    public int Count { get; private set; }

    /// <summary>Those chosen, in order.</summary>
    public ReadOnlySpan<int> Chosen => _chosen.AsSpan(0, ChosenCount);

    /// <summary>How many are chosen.</summary>
    public int ChosenCount { get; private set; }

    /// <summary>Begins with candidates in the order of their scores.</summary>
    public void Begin(ReadOnlySpan<Slot> candidates)
    {
        (Count, ChosenCount) = (candidates.Length, 0);
        if (Relevance.Length < Count)
        {
            (_ordered, _chosen, _isChosen) = (new Slot[Count], new int[Count], new bool[Count]);
            _compared = new int[Count];
            (Relevance, Work) = (new float[Count], new float[Count]);
        }

        _isChosen.AsSpan(0, Count).Clear();
        var best = candidates[0].Score;
        for (var n = 0; n < Count; n++)
        {
            Relevance[n] = best > 0 ? Math.Max(0, candidates[n].Score / best) : 0;
        }
    }

    /// <summary>True where a candidate is chosen already.</summary>
    public bool IsChosen(int candidate) => _isChosen[candidate];

    /// <summary>Forgets what is nearest to whom.</summary>
    public void ClearNearest()
    {
        Work.AsSpan(0, Count).Clear();
        _compared.AsSpan(0, Count).Clear();
    }

    /// <summary>The likeness of a candidate to the nearest of those chosen that it was compared with: at most the true one.</summary>
    public float Nearest(int candidate) => Work[candidate];

    /// <summary>Compares a candidate with those chosen since it last was.</summary>
    /// <returns>Its likeness to the nearest of all chosen.</returns>
    public float BringUpToDate(int candidate)
    {
        for (; _compared[candidate] < ChosenCount; _compared[candidate]++)
        {
            Work[candidate] = Math.Max(Work[candidate], Likeness.Of(candidate, _chosen[_compared[candidate]]));
        }

        return Work[candidate];
    }

    /// <summary>Takes a candidate.</summary>
    public void Take(int candidate)
    {
        _isChosen[candidate] = true;
        _chosen[ChosenCount++] = candidate;
    }

    /// <summary>Writes those chosen, in order, before the others, which keep theirs.</summary>
    public void Apply(Span<Slot> candidates)
    {
        var at = 0;
        foreach (var candidate in Chosen)
        {
            _ordered[at++] = candidates[candidate];
        }

        for (var candidate = 0; candidate < Count; candidate++)
        {
            if (!_isChosen[candidate])
            {
                _ordered[at++] = candidates[candidate];
            }
        }

        _ordered.AsSpan(0, at).CopyTo(candidates);
    }
}
