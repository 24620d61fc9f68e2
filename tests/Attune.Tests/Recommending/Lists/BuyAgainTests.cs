using Attune.Recommending.Lists;

namespace Attune.Tests.Recommending.Lists;

public class BuyAgainTests
{
    const int Day = 86_400;

    [Fact]
    public void A_score_is_times_and_rate_times_readiness()
    {
        // No generation: q = 0.1, and half of the wish is back after 30 days.
        Assert.Equal((1 - 1 + 0.1) * 0.5, BuyAgain.Score(null, 5, 1, 30 * Day), 1e-5);
        Assert.Equal((3 - 1 + 0.1) * 0.75, BuyAgain.Score(null, 5, 3, 60 * Day), 1e-5);
    }

    [Fact]
    public void What_was_just_bought_is_behind_what_is_due_and_stays_in_the_list()
    {
        var (just, due, often) = (BuyAgain.Score(null, 5, 1, 0), BuyAgain.Score(null, 5, 1, 90 * Day), BuyAgain.Score(null, 5, 4, 90 * Day));

        Assert.True(just > 0);
        Assert.True(just < due);
        Assert.True(due < often);
    }
}
