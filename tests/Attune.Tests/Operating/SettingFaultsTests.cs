using Attune.Operating;
using Attune.Recommending;
using Attune.Training;

namespace Attune.Tests.Operating;

public sealed class SettingFaultsTests
{
    [Fact]
    public void A_field_is_named_as_in_the_file_with_value_and_limits()
    {
        var number = 3.5;
        var time = new { Window = TimeSpan.FromHours(25) };

        var faults = new SettingFaults("part")
            .Within(number, 4, 5).Within(time.Window, TimeSpan.Zero, TimeSpan.FromDays(1)).Must(false, "Some.Thing", $"{number}; it must be whole.").Found;

        Assert.Equal(
            ["part.number is 3.5; it must be 4 to 5.", "part.time.window is 1.01:00:00; it must be 00:00:00 to 1.00:00:00.", "part.some.thing is 3.5; it must be whole."],
            faults);
    }

    [Fact]
    public void Ends_of_a_range_are_good_and_what_is_no_number_is_not() =>
        Assert.Single(new SettingFaults("part").Within(1, 1, 2).Within(2, 1, 2).Within(double.NaN, 1, 2).Found);

    [Fact]
    public void The_engine_names_the_faults_of_all_its_parts_at_once()
    {
        var faults = new EngineSettings
        {
            DuplicateWindow = -1,
            Recommend = new RecommendSettings { NewItemShare = 0.6 },
            Schedule = new TrainingScheduleSettings { AfterEvents = 5 },
            Archive = new() { FirstRetry = TimeSpan.FromMinutes(1), LongestRetry = TimeSpan.FromSeconds(1) },
            Live = new() { Weights = new() { Types = new Dictionary<string, Attune.Events.EventWeight> { ["viw"] = new(-1, TimeSpan.FromDays(1)) } } },
        }.Faults();

        Assert.Equal(
            ["live.weights.types.viw", "live.weights.types.viw.weight", "archive.longestRetry", "schedule.afterEvents", "recommend.newItemShare", "duplicateWindow"],
            faults.Select(fault => fault.Split(' ')[0]));
    }

    [Fact]
    public void The_defaults_have_no_fault() => Assert.Empty(new EngineSettings().Faults());
}
