using Attune.Learning.Online;

namespace Attune.Learning.Tests.Online;

public sealed class OffPolicyTests
{
    // Two arms; logged with 0.8 and 0.2, judged: always the second. Rewards of the second: 1 and 0.
    static readonly LoggedChoice[] Choices =
    [
        new(0.8, 0, 1),
        new(0.8, 0, 0),
        new(0.2, 1, 1),
        new(0.2, 1, 0),
        new(0.8, 0, 1),
    ];

    [Fact]
    public void Ips_weighs_rewards_by_how_rarely_the_choice_was_made() => Assert.Equal(5.0 / 5, OffPolicy.Ips(Choices), 1e-12);

    [Fact]
    public void Snips_divides_by_the_weights_instead() => Assert.Equal(5.0 / 10, OffPolicy.Snips(Choices), 1e-12);

    [Fact]
    public void Replay_keeps_the_choices_both_make()
    {
        var (reward, agreed) = OffPolicy.Replay(Choices);

        Assert.Equal(0.5, reward);
        Assert.Equal(2, agreed);
    }

    [Fact]
    public void Two_of_five_choices_count_where_only_two_agree() => Assert.Equal(2, OffPolicy.EffectiveChoices(Choices), 1e-12);

    [Fact]
    public void Of_nothing_everything_is_nothing()
    {
        Assert.Equal(0, OffPolicy.Ips([]));
        Assert.Equal(0, OffPolicy.Snips([]));
        Assert.Equal((0, 0), OffPolicy.Replay([]));
    }

    [Fact]
    public void All_agree_with_the_truth_on_many_logged_choices()
    {
        // Three arms of rewards 0.2, 0.5, 0.8; logged uniformly; the judged policy prefers the last.
        double[] rewards = [0.2, 0.5, 0.8], target = [0.1, 0.2, 0.7];
        var random = new Random(3);
        var choices = Enumerable.Range(0, 30_000).Select(_ =>
        {
            var arm = random.Next(3);
            return new LoggedChoice(1.0 / 3, target[arm], random.NextDouble() < rewards[arm] ? 1 : 0);
        }).ToArray();
        var truth = (0.1 * 0.2) + (0.2 * 0.5) + (0.7 * 0.8);

        Assert.Equal(truth, OffPolicy.Ips(choices), 0.02);
        Assert.Equal(truth, OffPolicy.Snips(choices), 0.02);
    }
}
