using Attune.Events;

namespace Attune.Profiles;

/// <summary>A profile being written: the same content, in arrays that are used again for the next one.</summary>
sealed class ProfileDraft
{
    const int MostCounted = 1_000_000;

    Interaction[] _recent = [];
    Exclusion[] _excluded = [];
    Impressions[] _shown = [];
    int _recentCount;
    int _excludedCount;
    int _shownCount;

    public int Partition { get; set; }

    public long Applied { get; set; } = -1;

    public int[] Counts { get; } = new int[EventType.CodeCount];

    public ReadOnlySpan<Interaction> Recent => _recent.AsSpan(0, _recentCount);

    public ReadOnlySpan<Exclusion> Excluded => _excluded.AsSpan(0, _excludedCount);

    public ReadOnlySpan<Impressions> Shown => _shown.AsSpan(0, _shownCount);

    public void Clear()
    {
        (Partition, Applied, _recentCount, _excludedCount, _shownCount) = (0, -1, 0, 0, 0);
        Array.Clear(Counts);
    }

    public void Load(Profile profile)
    {
        Clear();
        (Partition, Applied) = (profile.Partition, profile.Applied);
        profile.Counts.CopyTo(Counts);
        foreach (var interaction in profile.Recent)
        {
            Add(interaction, int.MaxValue);
        }

        Load(profile.Excluded);
        foreach (var shown in profile.Shown)
        {
            Add(shown, int.MaxValue);
        }
    }

    /// <summary>Appends; the oldest go where there are more than <paramref name="most"/>.</summary>
    public void Add(Interaction interaction, int most)
    {
        Append(ref _recent, ref _recentCount, interaction, most);
    }

    /// <summary>Forgets every interaction with an item.</summary>
    public void Forget(int item)
    {
        var kept = 0;
        for (var i = 0; i < _recentCount; i++)
        {
            if (_recent[i].Item != item)
            {
                _recent[kept++] = _recent[i];
            }
        }

        _recentCount = kept;
    }

    /// <summary>Appends, the item's earlier entry taken out; the oldest go where there are more than <paramref name="most"/>.</summary>
    public void Exclude(Exclusion exclusion, int most)
    {
        for (var i = 0; i < _excludedCount; i++)
        {
            if (_excluded[i].Item == exclusion.Item)
            {
                if (exclusion.Type == EventType.Purchase.Code)
                {
                    // Buying does not un-hide: the stronger word stays.
                    exclusion = exclusion with { Type = _excluded[i].Type };
                }

                _excluded.AsSpan((i + 1).._excludedCount).CopyTo(_excluded.AsSpan(i));
                _excludedCount--;
                break;
            }
        }

        Append(ref _excluded, ref _excludedCount, exclusion, most);
    }

    /// <summary>Takes out the interactions at these offsets, and the exclusions that only they were the reason for.</summary>
    public void Undo(IReadOnlySet<long> offsets)
    {
        Span<Interaction> undone = new Interaction[_recentCount];
        var (kept, taken) = (0, 0);
        foreach (var interaction in Recent)
        {
            if (offsets.Contains(interaction.Offset))
            {
                undone[taken++] = interaction;
                Counts[interaction.Type] = Math.Max(0, Counts[interaction.Type] - 1);
            }
            else
            {
                _recent[kept++] = interaction;
            }
        }

        _recentCount = kept;
        foreach (var interaction in undone[..taken])
        {
            if (interaction.Type == EventType.Purchase.Code && !Bought(interaction.Item))
            {
                Include(new Exclusion(interaction.Item, interaction.Type));
            }
        }
    }

    /// <summary>Counts an impression of an item; those longest not shown go where there are more items than <paramref name="most"/>.</summary>
    public void Show(int item, long seconds, int most)
    {
        var at = PlaceShown(item);
        var before = at < 0 ? new Impressions(item, 0, seconds) : _shown[at];
        ForgetShown(at);
        Add(new Impressions(item, Math.Min(before.Count, MostCounted - 1) + 1, Math.Max(seconds, before.Seconds)), most);
    }

    /// <summary>Begins again to count an item's impressions.</summary>
    public void TakeUp(int item) => ForgetShown(PlaceShown(item));

    /// <summary>Appends; the first go where there are more than <paramref name="most"/>.</summary>
    public void Add(Impressions shown, int most) => Append(ref _shown, ref _shownCount, shown, most);

    internal void Load(ReadOnlySpan<Exclusion> excluded)
    {
        _excludedCount = excluded.Length;
        if (_excluded.Length < _excludedCount)
        {
            _excluded = new Exclusion[_excludedCount];
        }

        excluded.CopyTo(_excluded);
    }

    bool Bought(int item)
    {
        foreach (var interaction in Recent)
        {
            if (interaction.Item == item && interaction.Type == EventType.Purchase.Code)
            {
                return true;
            }
        }

        return false;
    }

    void Include(Exclusion exclusion)
    {
        var at = Array.IndexOf(_excluded, exclusion, 0, _excludedCount);
        if (at >= 0)
        {
            _excluded.AsSpan((at + 1).._excludedCount).CopyTo(_excluded.AsSpan(at));
            _excludedCount--;
        }
    }

    int PlaceShown(int item)
    {
        var at = _shownCount - 1;
        while (at >= 0 && _shown[at].Item != item)
        {
            at--;
        }

        return at;
    }

    void ForgetShown(int at)
    {
        if (at >= 0)
        {
            _shown.AsSpan((at + 1).._shownCount).CopyTo(_shown.AsSpan(at));
            _shownCount--;
        }
    }

    static void Append<T>(ref T[] values, ref int count, T value, int most)
    {
        if (count >= most)
        {
            var drop = count - most + 1;
            if (drop > count)
            {
                return;
            }

            values.AsSpan(drop..count).CopyTo(values);
            count -= drop;
        }

        if (count == values.Length)
        {
            Array.Resize(ref values, Math.Max(8, count * 2));
        }

        values[count++] = value;
    }
}
