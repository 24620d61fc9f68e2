using System.Text.Json;
using Attune.Catalog;
using Attune.Events;
using Attune.Generations;
using Attune.Learning.Parallelism;
using Attune.State;

namespace Attune.Recommending.Lists.Audiences;

/// <summary>Keeps an audience for who asks: makes it at the start or the first question, and anew at a question that finds it old.</summary>
/// <remarks>
/// <para><b>Freshness.</b> A question is answered by the audience there is, and begins the next where it is older than the settings say, or of
/// another generation; it waits for the next, within its deadline, where there is none yet or it is ten times as old. One that is used is made anew as soon as another
/// generation is in service.</para>
/// <para><b>Concurrency.</b> One making at a time, on a thread of its own that yields to requests. Questions take no lock.</para>
/// </remarks>
sealed class AudienceRefresh
{
    const int TooOld = 10;

    readonly IStateStore _state;
    readonly ICatalogStore _store;
    readonly GenerationHolder _generations;
    readonly AudienceSettings _settings;
    readonly Func<AudienceMaking> _makings;
    readonly TimeProvider _clock;
    readonly Lock _starting = new();
    volatile Audience? _current;
    Task _making = Task.CompletedTask;

    public AudienceRefresh(
        IStateStore state, ICatalogStore store, GenerationHolder generations, AudienceSettings settings, Func<AudienceMaking> makings, TimeProvider clock)
    {
        (_state, _store, _generations, _settings, _makings, _clock) = (state, store, generations, settings, makings, clock);

        // Vectors of another generation say nothing; and an erasure, which ends with a new one, leaves none of its user.
        generations.Swapped += () =>
        {
            var wasUsed = _current is not null;
            _current = null;
            if (wasUsed)
            {
                Start();
            }
        };
    }

    /// <summary>The audience to answer by; null where there is none in time.</summary>
    public async ValueTask<Audience?> CurrentAsync(Deadline deadline, CancellationToken cancellation)
    {
        var current = _current;
        var age = current is null ? TimeSpan.MaxValue : EventTime.Now(_clock).Since(current.AsOf);
        if (age < _settings.Refresh && current!.Generation == _generations.Number)
        {
            return current;
        }

        var making = Start();
        if ((age > _settings.Refresh * TooOld || current!.Generation != _generations.Number) && deadline.Left is var left && left > TimeSpan.Zero)
        {
            try
            {
                await making.WaitAsync(left * 0.8, _clock, cancellation);
            }
            catch (TimeoutException)
            {
                // What there is must do.
            }
            catch (Exception) when (!cancellation.IsCancellationRequested)
            {
                // State that is down: the next question tries again.
            }
        }

        return _current;
    }

    /// <summary>Begins to make one where none is being made.</summary>
    /// <returns>Ends with the making; where that failed, the next question tries again.</returns>
    public Task Start()
    {
        lock (_starting)
        {
            return _making.IsCompleted ? _making = Task.Run(MakeAsync, CancellationToken.None) : _making;
        }
    }

    async Task MakeAsync()
    {
        var asOf = EventTime.Now(_clock);
        using var lease = _generations.Acquire();
        var segments = await SegmentsAsync();
        var profiles = new List<KeyValuePair<string, byte[]>>();
        await foreach (var (key, bytes) in _state.ScanAsync(StateKind.Profile, CancellationToken.None))
        {
            if (new ProfileKey(key.Name).IsUser)
            {
                profiles.Add(new(key.Name[2..], bytes));
            }
        }

        var (making, before) = (_makings(), _current);
        var made = await BackgroundThreads.RunAsync("attune audience", () => making.Make(profiles, segments, lease?.Generation, before, asOf));
        _current = made.Generation == _generations.Number ? made : null;
    }

    async Task<Dictionary<string, string[]>> SegmentsAsync()
    {
        var found = new Dictionary<string, string[]>(StringComparer.Ordinal);
        if (_settings.Segments.Count == 0)
        {
            return found;
        }

        await foreach (var record in _store.LoadAsync(PropertyOwner.User, CancellationToken.None))
        {
            if (record.Properties is { } json && Of(json) is { Length: > 0 } segments)
            {
                found[record.Id] = segments;
            }
        }

        return found;
    }

    string[] Of(string json)
    {
        using var document = JsonDocument.Parse(json);
        var found = new List<string>();
        foreach (var name in _settings.Segments)
        {
            if (document.RootElement.TryGetProperty(name, out var value))
            {
                IEnumerable<JsonElement> values = value.ValueKind == JsonValueKind.Array ? value.EnumerateArray() : [value];
                found.AddRange(values.Where(one => one.ValueKind is not (JsonValueKind.Null or JsonValueKind.Object or JsonValueKind.Array)).Select(one => $"{name}:{one}"));
            }
        }

        return [.. found];
    }
}
