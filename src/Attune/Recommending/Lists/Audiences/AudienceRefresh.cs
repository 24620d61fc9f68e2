using System.Text.Json;
using Attune.Catalog;
using Attune.Events;
using Attune.Generations;
using Attune.Learning.Parallelism;
using Attune.State;

namespace Attune.Recommending.Lists.Audiences;

/// <summary>Keeps an audience for who asks: makes it at the first question, and anew at a question that finds it old.</summary>
/// <remarks>
/// <para><b>Freshness.</b> A question is answered by the audience there is, and begins the next where it is older than the settings say, or of
/// another generation; it waits for the next, within its deadline, where there is none yet or it is ten times as old.</para>
/// <para><b>Concurrency.</b> One making at a time, on a thread of its own that yields to requests. Questions take no lock.</para>
/// </remarks>
sealed class AudienceRefresh(
    IStateStore state, ICatalogStore store, GenerationHolder generations, AudienceSettings settings, EventWeights weights, float positionDecay,
    TimeProvider clock)
{
    const int TooOld = 10;

    readonly Lock _starting = new();
    volatile Audience? _current;
    Task _making = Task.CompletedTask;

    /// <summary>The audience to answer by; null where there is none in time.</summary>
    public async ValueTask<Audience?> CurrentAsync(Deadline deadline, CancellationToken cancellation)
    {
        var current = _current;
        var age = current is null ? TimeSpan.MaxValue : EventTime.Now(clock).Since(current.AsOf);
        if (age < settings.Refresh && current!.Generation == generations.Number)
        {
            return current;
        }

        var making = Start();
        if ((age > settings.Refresh * TooOld || current!.Generation != generations.Number) && deadline.Left is var left && left > TimeSpan.Zero)
        {
            try
            {
                await making.WaitAsync(left * 0.8, clock, cancellation);
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

    Task Start()
    {
        lock (_starting)
        {
            return _making.IsCompleted ? _making = Task.Run(MakeAsync, CancellationToken.None) : _making;
        }
    }

    async Task MakeAsync()
    {
        var asOf = EventTime.Now(clock);
        using var lease = generations.Acquire();
        var segments = await SegmentsAsync();
        var profiles = new List<KeyValuePair<string, byte[]>>();
        await foreach (var (key, bytes) in state.ScanAsync(StateKind.Profile, CancellationToken.None))
        {
            if (new ProfileKey(key.Name).IsUser)
            {
                profiles.Add(new(key.Name[2..], bytes));
            }
        }

        var making = new AudienceMaking(settings, weights, positionDecay);
        var before = _current;
        _current = await BackgroundThreads.RunAsync("attune audience", () => making.Make(profiles, segments, lease?.Generation, before, asOf));
    }

    async Task<Dictionary<string, string[]>> SegmentsAsync()
    {
        var found = new Dictionary<string, string[]>(StringComparer.Ordinal);
        if (settings.Segments.Count == 0)
        {
            return found;
        }

        await foreach (var record in store.LoadAsync(PropertyOwner.User, CancellationToken.None))
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
        foreach (var name in settings.Segments)
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
