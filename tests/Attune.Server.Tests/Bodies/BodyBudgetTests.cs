using Attune.Server.Bodies;

namespace Attune.Server.Tests.Bodies;

public class BodyBudgetTests
{
    [Fact]
    public void Bodies_are_let_in_up_to_the_budget_and_again_when_others_have_ended()
    {
        var budget = new BodyBudget(100);

        Assert.True(budget.TryTake(60));
        Assert.True(budget.TryTake(40));
        Assert.False(budget.TryTake(1));
        budget.Return(40);
        Assert.True(budget.TryTake(30));
    }

    [Fact]
    public void One_body_is_always_let_in()
    {
        var budget = new BodyBudget(10);

        Assert.True(budget.TryTake(50));
        Assert.False(budget.TryTake(50));
        budget.Return(50);
        Assert.True(budget.TryTake(50));
    }
}
