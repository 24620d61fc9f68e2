using Attune.Events;
using Attune.Learning.Online;

namespace Attune.Live;

/// <summary>Joins what people did to the answers that led to it, by recommendation id, and learns from each outcome.</summary>
/// <remarks>
/// <para><b>Taken up</b> is an item that is viewed, clicked, put into the cart, bought or liked with the answer's id: learned at once. So
/// is that what stands above it was passed over.</para>
/// <para><b>Passed over</b> is what an impression says was seen and nothing followed on within the window (Craswell et al., WSDM 2008:
/// what stands above a click was looked at). Where no impressions are sent at all, only what stands above the lowest item taken up counts
/// as seen.</para>
/// <para><b>A place is learned once</b>, but for an item taken up after it was learned as passed over: then both are.</para>
/// <para><b>Concurrency.</b> One writer, the overlay under its lock; <see cref="Weights"/> and <see cref="Items"/> for any number of readers.</para>
/// </remarks>
sealed class Outcomes(OutcomeSettings settings)
{
    // Of a list of unknown quality: one place in twenty is taken up.
    const float PriorRate = 0.05f, PriorShown = 20;

    static readonly AdaptiveLogisticSettings Learning = new();

    readonly AdaptiveLogistic _model = new(OutcomeFeatures.Count, Learning);
    readonly Dictionary<string, ShownAnswer> _open = new(StringComparer.Ordinal);
    readonly Queue<ShownAnswer> _byAge = new();
    float[] _shownAt = new float[ShownAnswer.MostPlaces];
    float[] _takenAt = new float[ShownAnswer.MostPlaces];
    AdaptiveLogisticState _others = AdaptiveLogisticState.Empty(OutcomeFeatures.Count);
    volatile RankerWeights _weights = RankerWeights.None;
    bool _changed;

    /// <summary>The answers given lately.</summary>
    public ShownAnswers Shown { get; } = new(settings.Answers);

    /// <summary>How each item did.</summary>
    public ItemExposure Items { get; } = new();

    /// <summary>What was learned up to the last batch.</summary>
    public RankerWeights Weights => _weights;

    /// <summary>Takes up one event.</summary>
    /// <param name="happened">Whatever happened.</param>
    /// <param name="item">The ordinal of its item.</param>
    /// <param name="now">When it was accepted.</param>
    public void Take(UserEvent happened, int item, EventTime now)
    {
        var isImpression = happened.Type.Code == EventType.Impression.Code;
        var shown = happened.RecommendationId is { } id && (isImpression || IsTaking(happened.Type)) ? Find(id, now) : null;
        var place = shown?.PlaceOf(item) ?? -1;
        if (isImpression)
        {
            var isFirst = place >= 0 && (shown!.Seen & Bit(place)) == 0;
            Items.Show(item, isFirst ? shown!.Costs[place] : 0);
            Items.Explored += isFirst && (shown!.Explored & Bit(place)) != 0 ? 1 : 0;
        }

        if (place >= 0 && isImpression)
        {
            shown!.Seen |= Bit(place);
        }
        else if (place >= 0 && (shown!.Taken & Bit(place)) == 0)
        {
            Taken(shown, place);
        }
    }

    /// <summary>Learns from the answers whose window has ended, and publishes what was learned.</summary>
    public void Close(EventTime now)
    {
        while (_byAge.TryPeek(out var oldest) && now.Since(oldest.At) >= settings.Window)
        {
            _byAge.Dequeue();
            _open.Remove(oldest.Id);
            PassOver(oldest, oldest.Seen);
        }

        if (_changed)
        {
            _weights = new RankerWeights([.. _model.Weights.ToArray().Select(weight => (float)weight)], _model.State.Outcomes);
            _changed = false;
        }
    }

    /// <summary>Takes up what other nodes have learned, in the place of what was taken up of it before.</summary>
    /// <param name="others">The sum of all that they learned.</param>
    /// <param name="anew">True to forget what was learned here.</param>
    /// <returns>What was learned here.</returns>
    public AdaptiveLogisticState Share(AdaptiveLogisticState others, bool anew)
    {
        var nothing = AdaptiveLogisticState.Empty(OutcomeFeatures.Count);
        var own = anew ? nothing : AdaptiveLogisticState.Merge(_others, _model.State, nothing);
        _others = others;
        _model.Restore(AdaptiveLogisticState.Merge(nothing, others, own));
        _changed = true;
        Close(new EventTime(0));
        return own;
    }

    /// <summary>All that was learned, in arrays of its own.</summary>
    public OutcomesHeld Copy() => new(_model.State.Copy(), [.. _shownAt], [.. _takenAt], Items.Copy())
    {
        Explored = Items.Explored,
        ExploredTaken = Items.ExploredTaken,
        Births = Items.Births.Copy(),
    };

    /// <summary>Takes up what was learned before; what is under way is forgotten.</summary>
    public void Restore(OutcomesHeld held)
    {
        _model.Restore(held.Model);
        _others = AdaptiveLogisticState.Empty(OutcomeFeatures.Count);
        (_shownAt, _takenAt) = ([.. held.ShownAt], [.. held.TakenAt]);
        Items.Restore(held.Items);
        Items.Births.Restore(held.Births);
        (Items.Explored, Items.ExploredTaken) = (held.Explored, held.ExploredTaken);
        _open.Clear();
        _byAge.Clear();
        _changed = true;
        Close(new EventTime(0));
    }

    static ulong Bit(int place) => 1UL << place;

    static bool IsTaking(EventType type) =>
        type.Code == EventType.Click.Code || type.Code == EventType.View.Code || type.Code == EventType.Cart.Code
        || type.Code == EventType.Purchase.Code || type.Code == EventType.Like.Code;

    ShownAnswer? Find(string id, EventTime now)
    {
        if (_open.TryGetValue(id, out var shown))
        {
            return shown;
        }

        if (_open.Count >= settings.Answers || !Shown.TryClaim(id, out shown) || now.Since(shown.At) >= settings.Window)
        {
            return null;
        }

        _open.Add(id, shown);
        _byAge.Enqueue(shown);
        return shown;
    }

    void Taken(ShownAnswer shown, int place)
    {
        shown.Taken |= Bit(place);
        Items.ExploredTaken += (shown.Explored & Bit(place)) != 0 ? 1 : 0;
        Learn(shown, place, taken: true);
        var above = Bit(place) - 1;
        PassOver(shown, shown.Seen == 0 ? above : above & shown.Seen);
    }

    void PassOver(ShownAnswer shown, ulong places)
    {
        for (var left = places & ~shown.Taken & ~shown.Learned; left != 0; left &= left - 1)
        {
            Learn(shown, System.Numerics.BitOperations.TrailingZeroCount(left), taken: false);
        }
    }

    void Learn(ShownAnswer shown, int place, bool taken)
    {
        shown.Learned |= Bit(place);
        Items.Learn(shown.Items[place], (_takenAt[place] + (PriorRate * PriorShown)) / (_shownAt[place] + PriorShown), taken);
        _shownAt[place]++;
        _takenAt[place] += taken ? 1 : 0;
        _model.Learn(shown.FeaturesAt(place), taken);
        _changed = true;
    }
}

/// <summary>All that was learned from outcomes, as a checkpoint keeps it.</summary>
/// <param name="Model">The ranker.</param>
/// <param name="ShownAt">By place in a list: outcomes.</param>
/// <param name="TakenAt">By place in a list: those taken up.</param>
/// <param name="Items">How each item did.</param>
sealed record OutcomesHeld(AdaptiveLogisticState Model, float[] ShownAt, float[] TakenAt, ItemExposure.Counts Items)
{
    /// <summary>Impressions of explored places.</summary>
    public long Explored { get; init; }

    /// <summary>Explored places that were taken up.</summary>
    public long ExploredTaken { get; init; }

    /// <summary>When items were first known.</summary>
    public (long Micros, int Size)[] Births { get; init; } = [];

    /// <summary>Nothing learned.</summary>
    public static OutcomesHeld Nothing => new(
        AdaptiveLogisticState.Empty(OutcomeFeatures.Count), new float[ShownAnswer.MostPlaces], new float[ShownAnswer.MostPlaces], new ItemExposure.Counts(0));
}
