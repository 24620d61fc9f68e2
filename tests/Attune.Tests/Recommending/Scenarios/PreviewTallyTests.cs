using Attune.Events;
using Attune.Recommending.Scenarios.Previewing;

namespace Attune.Tests.Recommending.Scenarios;

public sealed class PreviewTallyTests
{
    // Of four listed items a and b are lamps, c is a chair, d is nothing.
    readonly PreviewTally _tally = new(4, item => item.Value switch { "a" or "b" => ["lamp"], "c" => ["chair", "wood"], _ => [] });

    [Fact]
    public void Two_questions_worked_by_hand()
    {
        // Places: 1 same, 2 and 3 differ (3 only before). Overlap: a and b of 3. Scores by the best, a = 4: before 1 + .5 + .25, after 1 + .25.
        _tally.Add(List("a", "b", "c"), List("a", "c"), Scores(("a", 4), ("b", 2), ("c", 1)));

        // Nothing before, one of three after. Scores: before 0, after 1.
        _tally.Add(List(), List("d"), Scores(("d", 0.5)));

        var report = _tally.Report(own: true, inForce: 7, ["watch out"]);

        Assert.Equal((2, true, 7), (report.Questions, report.OwnQuestions, report.InForce));
        Assert.Equal(3 / 4.0, report.ChangedSlots);
        Assert.Equal(((2 / 3.0) + 0) / 2, report.Overlap, 12);
        Assert.Equal((2.25 / 1.75) - 1, report.Effect!.Value, 12);
        Assert.Equal(new PreviewSide(1, 0, 3 / 4.0, 1.5), report.Before);
        Assert.Equal(new PreviewSide(0, 2, 3 / 4.0, 1.5), report.After);
        Assert.Equal([new PreviewMove(new ItemId("d"), 0, 1)], report.Gaining);
        Assert.Equal([new PreviewMove(new ItemId("b"), 1, 0)], report.Losing);
        Assert.Equal(["watch out"], report.Warnings);
    }

    [Fact]
    public void Without_questions_all_is_nothing()
    {
        var report = _tally.Report(own: false, inForce: 0, []);

        Assert.Equal((0, 0.0, 0.0, null), (report.Questions, report.ChangedSlots, report.Overlap, report.Effect));
        Assert.Equal(new PreviewSide(0, 0, 0, 0), report.Before);
    }

    static (IReadOnlyList<ItemId> Items, int Wanted) List(params string[] items) => ([.. items.Select(item => new ItemId(item))], 3);

    static Dictionary<ItemId, double> Scores(params (string Item, double Score)[] scores) =>
        scores.ToDictionary(each => new ItemId(each.Item), each => each.Score);
}
