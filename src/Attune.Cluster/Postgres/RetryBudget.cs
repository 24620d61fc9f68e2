namespace Attune.Cluster.Postgres;

/// <summary>How much may be tried again: a tenth of what succeeds, and a few to begin with, so that tries do not bury a server that staggers.</summary>
sealed class RetryBudget
{
    const int Most = 100;
    const int Try = 10;

    int _left = Most;

    /// <summary>After a call succeeded.</summary>
    public void Earn()
    {
        if (Volatile.Read(ref _left) < Most)
        {
            Interlocked.Increment(ref _left);
        }
    }

    /// <summary>Before another try; false where there is nothing left.</summary>
    public bool Spend()
    {
        if (Interlocked.Add(ref _left, -Try) >= 0)
        {
            return true;
        }

        Interlocked.Add(ref _left, Try);
        return false;
    }
}
