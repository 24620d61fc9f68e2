using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Attune.Operating;

namespace Attune.Cluster.Tests;

/// <summary>What breakers tell the metrics from now on, by server: other tests have other servers.</summary>
sealed class BreakerReadings : IDisposable
{
    readonly MeterListener _listener = new();
    readonly ConcurrentDictionary<(string Name, string Server), double> _sums = new();
    readonly ConcurrentDictionary<(string Name, string Server), double> _last = new();

    public BreakerReadings()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == AttuneTelemetry.Name && instrument.Name is "attune.retries" or "attune.breaker.open" or "attune.breaker.openings" or "attune.breaker.rejections")
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => _sums.AddOrUpdate(Key(instrument, tags), value, (_, sum) => sum + value));
        _listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => _last[Key(instrument, tags)] = value);
        _listener.Start();
    }

    /// <summary>What a counter has counted of a server.</summary>
    public double Sum(string name, string server) => _sums.GetValueOrDefault((name, server));

    /// <summary>What a gauge says of a server now.</summary>
    public double Read(string name, string server)
    {
        _listener.RecordObservableInstruments();
        return Assert.Contains((name, server), (IReadOnlyDictionary<(string, string), double>)_last);
    }

    public void Dispose() => _listener.Dispose();

    static (string, string) Key(Instrument instrument, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        foreach (var (name, value) in tags)
        {
            if (name == "server")
            {
                return (instrument.Name, (string)value!);
            }
        }

        return (instrument.Name, "");
    }
}
