using Attune.Events;
using Attune.Live;
using Attune.Tests.Fakes;
using Microsoft.Extensions.Logging.Abstractions;
using static Attune.Tests.Live.Happenings;

namespace Attune.Tests.Live;

public sealed class RankerSharesTests : IAsyncDisposable
{
    const int Places = 8;

    readonly MemoryCatalogStore _store = new();
    readonly FakeClock _clock = new();
    readonly Random _random = new(7);
    readonly List<EventBatch> _log = [];

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    [Fact]
    public async Task Two_nodes_of_one_log_come_to_the_same_weights_though_each_learns_of_its_own_answers()
    {
        await using var one = await NodeAsync();
        await using var other = await NodeAsync();
        for (var round = 0; round < 20; round++)
        {
            Happens(one, [one, other], 3);
            Happens(other, [one, other], 2);
            await one.Shares.ExchangeAsync(Cancellation);
            await other.Shares.ExchangeAsync(Cancellation);
        }

        await one.Shares.ExchangeAsync(Cancellation);

        Assert.True(one.Weights.Outcomes >= 100, $"{one.Weights.Outcomes} outcomes");
        AssertSame(one.Weights, other.Weights);
        Assert.Contains(one.Weights.Logit, weight => Math.Abs(weight) > 0.1);
    }

    [Fact]
    public async Task A_node_that_begins_has_the_weights_at_once_and_those_of_nodes_that_ended_stay()
    {
        RankerWeights learned;
        await using (var one = await NodeAsync(starts: true))
        {
            Happens(one, [one], 30);
            learned = one.Weights;
        }

        await using var added = await NodeAsync(starts: true);

        AssertSame(learned, added.Weights);
    }

    [Fact]
    public async Task Shares_of_nodes_that_ended_are_gathered_and_one_that_comes_back_is_not_counted_twice()
    {
        await using var ended = await NodeAsync();
        Happens(ended, [ended], 20);
        await ended.Shares.ExchangeAsync(Cancellation);
        var learned = ended.Weights;
        _clock.Advance(TimeSpan.FromDays(2));
        await using var gathering = await NodeAsync(gathers: true);
        await using var added = await NodeAsync();
        AssertSame(learned, added.Weights);
        Assert.Equal(["ended"], (await _store.ReadDocumentsAsync(RankerShares.Kind, Cancellation)).Keys);

        await ended.Shares.ExchangeAsync(Cancellation);
        AssertSame(learned, ended.Weights);
        Happens(ended, [ended], 5);
        await ended.Shares.ExchangeAsync(Cancellation);
        await added.Shares.ExchangeAsync(Cancellation);

        Assert.True(ended.Weights.Outcomes > learned.Outcomes);
        AssertSame(ended.Weights, added.Weights);
    }

    [Fact]
    public async Task What_was_learned_before_an_erasure_counts_on_no_node_after_it()
    {
        await using var one = await NodeAsync();
        await using var other = await NodeAsync();
        Happens(one, [one], 10);
        await one.Shares.ExchangeAsync(Cancellation);
        await other.Shares.ExchangeAsync(Cancellation);
        Assert.True(other.Weights.Outcomes > 0);

        (one.Overlay.Removals, other.Overlay.Removals) = (1, 1);
        await one.Shares.ExchangeAsync(Cancellation);
        await other.Shares.ExchangeAsync(Cancellation);

        Assert.Equal((0, 0), (one.Weights.Outcomes, other.Weights.Outcomes));
    }

    static void AssertSame(RankerWeights expected, RankerWeights weights)
    {
        Assert.Equal(expected.Outcomes, weights.Outcomes, 1e-6);
        Assert.All(expected.Logit.Zip(weights.Logit), pair => Assert.Equal(pair.First, pair.Second, 1e-5f));
    }

    // One that is not started exchanges when the test says so, and not with the clock.
    async Task<Node> NodeAsync(bool gathers = false, bool starts = false)
    {
        var overlay = new Overlay(new LiveSettings(), 1);
        var shares = new RankerShares(_store, overlay, () => gathers, _clock, NullLogger.Instance);
        await (starts ? shares.StartAsync(Cancellation) : shares.ExchangeAsync(Cancellation));
        return new Node(overlay, shares);
    }

    // Answers of one node, of each of which an item is clicked on; every node reads of it in the log.
    void Happens(Node answering, Node[] nodes, int answers)
    {
        for (var n = 0; n < answers; n++)
        {
            var id = $"r{_log.Count}";
            float[] features = [.. Enumerable.Range(0, Places * OutcomeFeatures.Count).Select(at => at % OutcomeFeatures.Count == 0 ? 1 : _random.NextSingle())];
            answering.Overlay.Outcomes.Shown.Keep(new ShownAnswer(id, Start, [.. Enumerable.Range(0, Places)], features, new float[Places]));
            var item = _random.Next(Places);
            var click = By("anna", EventType.Click, $"{item}") with { RecommendationId = id };
            var batch = new EventBatch(0, _log.Count, Start, [click]);
            _log.Add(batch);
            Array.ForEach(nodes, node => node.Overlay.Apply(batch, [item]));
        }
    }

    sealed record Node(Overlay Overlay, RankerShares Shares) : IAsyncDisposable
    {
        public RankerWeights Weights => Overlay.Outcomes.Weights;

        public ValueTask DisposeAsync() => Shares.DisposeAsync();
    }
}
