namespace Attune.Server.Telemetry;

/// <summary>One metric under one set of labels: a number, or for a histogram its buckets.</summary>
/// <param name="bounds">Upper bounds of the buckets, ascending; null for what is not a histogram.</param>
sealed class MetricSeries(double[]? bounds)
{
    readonly Lock _gate = new();
    readonly long[] _buckets = bounds is null ? [] : new long[bounds.Length + 1];
    Exemplar?[]? _exemplars;
    double _value;
    long _count;

    /// <summary>Adds to a counter.</summary>
    public void Add(double by)
    {
        lock (_gate)
        {
            _value += by;
        }
    }

    /// <summary>Sets a gauge, or a counter that counts for itself.</summary>
    public void Set(double value)
    {
        lock (_gate)
        {
            _value = value;
        }
    }

    /// <summary>Puts a measurement into its bucket; a bound belongs to the bucket it closes.</summary>
    public void Observe(double value)
    {
        var found = Array.BinarySearch(bounds!, value);
        var bucket = found >= 0 ? found : ~found;
        var traced = Exemplar.Of(value);
        lock (_gate)
        {
            if (traced is not null)
            {
                (_exemplars ??= new Exemplar?[_buckets.Length])[bucket] = traced;
            }

            _buckets[bucket]++;
            _value += value;
            _count++;
        }
    }

    /// <summary>The last exemplar of each bucket, null where it has none; empty where no trace was ever recorded.</summary>
    public Exemplar?[] Exemplars()
    {
        lock (_gate)
        {
            return _exemplars is null ? [] : [.. _exemplars];
        }
    }

    /// <summary>A consistent copy: for a histogram the buckets, the sum and the count; otherwise the value alone.</summary>
    public (long[] Buckets, double Value, long Count) Read()
    {
        lock (_gate)
        {
            return ([.. _buckets], _value, _count);
        }
    }
}
