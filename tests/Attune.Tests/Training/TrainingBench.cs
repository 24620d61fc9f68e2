using Attune.Events;
using Attune.Generations;
using Attune.Tests.Fakes;
using Attune.Training;

namespace Attune.Tests.Training;

/// <summary>A history in memory, a shelf over a temporary folder, and behaviour whose tastes are known.</summary>
sealed class TrainingBench : IAsyncDisposable
{
    public const int TasteItems = 20;

    readonly Dictionary<string, int> _ordinals = [];

    public TrainingBench() => Shelf = NewShelf();

    public FakeClock Clock { get; } = new();

    public MemoryHistory History { get; } = new();

    public MemoryCatalogStore Store { get; } = new();

    public GenerationShelf Shelf { get; }

    public TrainingPlans Plans => new(Store);

    public static TrainingSettings Small { get; } = new() { Factors = 8, Sweeps = 6, Neighbors = 10, FewestQuestions = 20, Threads = 2 };

    /// <summary>A shelf as after a restart: nothing in service yet.</summary>
    public GenerationShelf NewShelf() => new(Store, new GenerationHolder(), (ids, _) =>
    {
        lock (_ordinals)
        {
            return new(ids.Select(id => _ordinals.TryGetValue(id.Value, out var known) ? known : _ordinals[id.Value] = _ordinals.Count).ToArray());
        }
    });

    public Trainer Trainer(TrainingSettings? settings = null, GenerationShelf? shelf = null) =>
        new(History, shelf ?? Shelf, new EventWeights(), settings ?? Small, Clock, Plans);

    public Task<TrainingReport> TrainAsync(TrainingSettings? settings = null) =>
        Trainer(settings).RunAsync(null, TestContext.Current.CancellationToken);

    /// <summary>
    /// Users of two tastes, each with 20 items of its own: nine of ten events are of their own taste. Events go round the
    /// users, a minute apart, from <paramref name="day"/> on.
    /// </summary>
    public ValueTask AddBehaviourAsync(int events, int day = 0, int users = 120, int seed = 1)
    {
        var random = new Random(seed);
        return History.AddAsync([.. Enumerable.Range(0, events).Select(n =>
        {
            var user = n % users;
            var taste = random.Next(10) == 0 ? 1 - (user % 2) : user % 2;
            return Event($"u{user}", $"{(taste == 0 ? "a" : "b")}{random.Next(TasteItems)}", (day * 24 * 60) + n);
        })]);
    }

    public static UserEvent Event(string user, string item, int minute, EventType? type = null) => new()
    {
        EventId = $"{user}-{item}-{minute}",
        Type = type ?? EventType.View,
        User = new UserId(user),
        Item = new ItemId(item),
        Time = new EventTime(1_700_000_000_000_000 + (minute * 60L * EventTime.MicrosPerSecond)),
    };

    public async ValueTask DisposeAsync()
    {
        Shelf.Holder.Dispose();
        Shelf.Dispose();
        await Store.DisposeAsync();
    }
}
