using Attune.Events;
using Attune.Live;
using static Attune.Tests.Live.Happenings;

namespace Attune.Tests.Live;

public sealed class OutcomesTests
{
    static readonly LiveSettings Settings = new() { Outcomes = new() { Answers = 100 } };

    static readonly TimeSpan Window = Settings.Outcomes.Window;

    [Fact]
    public void What_was_clicked_is_learned_at_once_and_what_stands_above_it_was_passed_over()
    {
        var overlay = Showing("r1", 4);

        Apply(overlay, 0, Event(EventType.Impression, 0), Event(EventType.Impression, 1), Event(EventType.Impression, 2), Event(EventType.Click, 1));

        Assert.Equal(2, overlay.Outcomes.Weights.Outcomes);
        Assert.Equal((0, 1), (overlay.Outcomes.Items.OutcomesOf(0).Clicks, overlay.Outcomes.Items.OutcomesOf(1).Clicks));
    }

    [Fact]
    public void What_was_seen_and_not_taken_up_counts_as_passed_over_when_the_window_ends_and_what_was_not_seen_does_not()
    {
        var overlay = Showing("r1", 4);
        Apply(overlay, 0, Event(EventType.Impression, 0), Event(EventType.Impression, 2));
        Assert.Equal(0, overlay.Outcomes.Weights.Outcomes);

        Apply(overlay, 2, At(Window, Event(EventType.View, 3, "another")));

        Assert.Equal(2, overlay.Outcomes.Weights.Outcomes);
        Assert.True(overlay.Outcomes.Weights.Logit[OutcomeFeatures.Bias] < 0);
    }

    [Fact]
    public void Without_impressions_only_what_stands_above_the_lowest_item_taken_up_was_seen()
    {
        var overlay = Showing("r1", 5);

        Apply(overlay, 0, Event(EventType.View, 2), Event(EventType.Purchase, 2));
        Apply(overlay, 2, At(Window, Event(EventType.View, 3, "another")));

        Assert.Equal(3, overlay.Outcomes.Weights.Outcomes);
    }

    [Fact]
    public void What_comes_after_the_window_or_of_an_answer_nobody_gave_teaches_nothing()
    {
        var overlay = Showing("r1", 3);

        Apply(overlay, 0, At(Window, Event(EventType.Click, 1)), Event(EventType.Click, 1, "never given"));

        Assert.Equal(0, overlay.Outcomes.Weights.Outcomes);
    }

    [Fact]
    public void A_batch_that_comes_twice_counts_once()
    {
        var overlay = Showing("r1", 3);
        UserEvent[] events = [Event(EventType.Impression, 0).Item1, Event(EventType.Click, 0).Item1];

        Apply(overlay, 0, events);
        Apply(overlay, 0, events);

        Assert.Equal(1, overlay.Outcomes.Weights.Outcomes);
        Assert.Equal(1, overlay.Outcomes.Items.ImpressionsOf(0));
    }

    [Fact]
    public void Answers_are_forgotten_oldest_first()
    {
        var shown = new ShownAnswers(2);
        foreach (var id in (string[])["a", "b", "c"])
        {
            shown.Keep(Answer(id, 1));
        }

        Assert.Equal(2, shown.Count);
        Assert.False(shown.TryClaim("a", out _));
        Assert.True(shown.TryClaim("b", out _));
        Assert.False(shown.TryClaim("b", out _));
    }

    [Fact]
    public void A_checkpoint_holds_what_was_learned_and_an_older_one_without_it_is_still_read()
    {
        var overlay = Showing("r1", 4);
        Apply(overlay, 0, Event(EventType.Impression, 0), Event(EventType.Click, 2));
        var parts = OverlayCodec.Encode(overlay.Snapshot());

        var restored = new Overlay(Settings, 1);
        restored.Restore(OverlayCodec.Decode(parts));
        Assert.Equal(overlay.Outcomes.Weights.Logit, restored.Outcomes.Weights.Logit);
        Assert.Equal(overlay.Outcomes.Items.OutcomesOf(2), restored.Outcomes.Items.OutcomesOf(2));
        Assert.Equal(1, restored.Outcomes.Items.ImpressionsOf(0));

        var without = new Overlay(Settings, 1);
        without.Restore(OverlayCodec.Decode([.. parts.Select(part => Older(part, 4))]));
        Assert.Equal(overlay.Outcomes.Weights.Logit, without.Outcomes.Weights.Logit);

        var older = new Overlay(Settings, 1);
        older.Restore(OverlayCodec.Decode([.. parts[..4].Select(part => Older(part, 3)), null]));
        Assert.Equal(0, older.Outcomes.Weights.Outcomes);
        Assert.Equal(2, older.AppliedIn(0));
        Assert.Throws<InvalidDataException>(() => OverlayCodec.Decode([.. OverlayCodec.Encode(overlay.Snapshot())[..4], null]));
    }

    // Before version 5 no number of removals stood behind the latest time.
    static byte[] Older(byte[] part, byte version)
    {
        var latest = part.AsSpan(1).IndexOfAnyInRange((byte)0, (byte)0x7f) + 2;
        return [version, .. part[1..latest], .. part[(latest + 1)..]];
    }

    static Overlay Showing(string id, int count)
    {
        var overlay = new Overlay(Settings, 1);
        overlay.Outcomes.Shown.Keep(Answer(id, count));
        return overlay;
    }

    static ShownAnswer Answer(string id, int count)
    {
        var features = new float[count * OutcomeFeatures.Count];
        for (var place = 0; place < count; place++)
        {
            features[(place * OutcomeFeatures.Count) + OutcomeFeatures.Bias] = 1;
        }

        return new ShownAnswer(id, Start, [.. Enumerable.Range(0, count)], features, new float[count]);
    }

    static (UserEvent, TimeSpan) At(TimeSpan after, (UserEvent Event, TimeSpan) happened) => (happened.Event, after);

    static (UserEvent, TimeSpan) Event(EventType type, int item, string id = "r1") =>
        (By("anna", type, $"{item}") with { RecommendationId = id }, TimeSpan.FromSeconds(1));

    static void Apply(Overlay overlay, long offset, params (UserEvent Event, TimeSpan After)[] events)
    {
        foreach (var (happened, after) in events)
        {
            overlay.Apply(new EventBatch(0, offset++, Start.Plus(after), [happened]), [int.Parse(happened.Item!.Value.Value, System.Globalization.CultureInfo.InvariantCulture)]);
        }
    }

    static void Apply(Overlay overlay, long offset, UserEvent[] events) =>
        overlay.Apply(new EventBatch(0, offset, Start, events), [.. events.Select(_ => 0)]);
}
