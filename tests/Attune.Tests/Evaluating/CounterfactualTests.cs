using Attune.Evaluating.Counterfactual;
using Attune.Events;

namespace Attune.Tests.Evaluating;

/// <summary>The parts of a counterfactual run, worked by hand.</summary>
public sealed class CounterfactualTests
{
    [Fact]
    public void A_list_is_followed_until_enough_was_taken_up_or_half_an_hour_is_over()
    {
        UserEvent[] events =
        [
            View("ann", 0), View("ann", 1), View("bob", 2), View("ann", 3), View("ann", 4), // three of ann's are one list's, the fourth the next one's
            View("bob", 40), // half an hour after bob's first
        ];

        var found = FollowedEvents.Find(events, new EventWeights(), new() { WarmUp = 1, Following = 3, Questions = 10 });

        Assert.Equal([2, 4, 5], found.Select(question => question.At)); // ann's first is within the warm-up
        Assert.All(found, question => Assert.Equal(question.At, question.Wanted[0]));
        Assert.Equal([0, 1, 3], FollowedEvents.Find(events, new EventWeights(), new() { WarmUp = 0, Following = 3 })[0].Wanted);
    }

    [Fact]
    public void What_says_nothing_of_an_item_is_not_taken_up_and_of_many_questions_some_are_asked()
    {
        UserEvent[] events = [.. Enumerable.Range(0, 10).Select(n => View($"user-{n}", n)), View("user-x", 11) with { Type = EventType.Rating, Value = 1 }];

        var found = FollowedEvents.Find(events, new EventWeights(), new() { WarmUp = 1, Questions = 3 });

        Assert.Equal([1, 4, 7], found.Select(question => question.At));
    }

    [Fact]
    public void The_log_shows_each_candidate_in_each_place_as_often_as_it_says()
    {
        const int draws = 40_000, candidates = 4, places = 2;
        var log = new LoggingPolicy(0.5, seed: 1);
        var counts = new int[places, candidates];
        for (var n = 0; n < draws; n++)
        {
            var shown = log.Draw(candidates, places).Shown;
            Assert.NotEqual(shown[0], shown[1]);
            counts[0, shown[0]]++;
            counts[1, shown[1]]++;
        }

        Assert.Equal(0.625, log.PropensityOf(0, 0, candidates)); // a half, and a quarter of the other
        Assert.Equal(0.125, log.PropensityOf(1, 0, candidates));
        for (var place = 0; place < places; place++)
        {
            for (var item = 0; item < candidates; item++)
            {
                Assert.Equal(log.PropensityOf(item, place, candidates), counts[place, item] / (double)draws, 0.01);
            }
        }
    }

    // Candidates 0, 1, 2; the user takes up 1. Logged: 1, 0 by chance alone. The policy shows 1, 2 and, equally likely, 2, 1.
    [Fact]
    public void A_question_counts_in_truth_and_in_both_estimates()
    {
        var tally = new PolicyTally("lists");

        tally.Add(0, [[1, 2], [2, 1]], ([1, 0], true), [0.25, 0.5], [false, true, false]);

        Assert.Equal(0.5, tally.Truth.Value); // each of its lists has one wanted item of two
        Assert.Equal(1, tally.Snips.Value); // place 1: weight 0.5 / 0.25 and taken up; place 2 shows 0, which it never does
        Assert.Equal((1, 1), (tally.Snips.Counted, tally.Replay.Counted));

        tally.Add(0, [[0, 1]], ([0, 1], false), [0.5, 0.25], [false, true, false]);

        Assert.Equal((2 + 4) / 8.0, tally.Snips.Value); // weights 2, 2 and 4, of which the first and the last were taken up
        Assert.Equal(1, tally.Replay.Counted); // not drawn by chance alone
    }

    static UserEvent View(string user, int minute) => new()
    {
        EventId = $"{user}-{minute}",
        Type = EventType.View,
        User = new UserId(user),
        Item = new ItemId($"item-{minute}"),
        Time = new EventTime(minute * 60L * EventTime.MicrosPerSecond),
    };
}
