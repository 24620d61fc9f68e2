namespace Attune.Generations;

/// <summary>A generation and the count of those who hold it.</summary>
sealed class HeldGeneration(Generation generation)
{
    int _holders = 1;

    /// <summary>The generation.</summary>
    public Generation Generation { get; } = generation;

    /// <summary>Counts one more holder; false where the last has gone already.</summary>
    public bool TryAdd()
    {
        var holders = Volatile.Read(ref _holders);
        while (holders > 0)
        {
            var found = Interlocked.CompareExchange(ref _holders, holders + 1, holders);
            if (found == holders)
            {
                return true;
            }

            holders = found;
        }

        return false;
    }

    /// <summary>Counts one holder less; the last one ends the mapping.</summary>
    public void Release()
    {
        if (Interlocked.Decrement(ref _holders) == 0)
        {
            Generation.Dispose();
        }
    }
}
