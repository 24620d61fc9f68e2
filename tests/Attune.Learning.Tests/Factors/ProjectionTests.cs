using Attune.Learning.Factors;

namespace Attune.Learning.Tests.Factors;

public sealed class ProjectionTests
{
    static readonly Projection Two = new(3, 2, new float[] { 1, 0, 0, 1, 2, 2 });

    [Fact]
    public void A_user_is_the_sum_of_the_items_inputs_times_strength()
    {
        var user = new float[2];
        Two.Solve([0, 2, 0], [1, 0.5f, 2], user);
        Assert.Equal([4f, 1f], user);
    }

    [Fact]
    public void Without_items_or_strength_a_user_is_nothing()
    {
        float[] user = [9, 9];
        Two.Solve([], [], user);
        Assert.Equal([0f, 0f], user);
        Two.Solve([1], [0], user);
        Assert.Equal([0f, 0f], user);
    }

    [Fact]
    public void What_cannot_be_folded_in_is_refused()
    {
        Assert.Throws<ArgumentException>(() => Two.Solve([3], [1], new float[2]));
        Assert.Throws<ArgumentException>(() => Two.Solve([0], [float.NaN], new float[2]));
        Assert.Throws<ArgumentException>(() => Two.Solve([0], [-1], new float[2]));
        Assert.Throws<ArgumentException>(() => Two.Solve([0], [1], new float[3]));
        Assert.Throws<ArgumentException>(() => new Projection(3, 2, new float[5]));
        Assert.Throws<ArithmeticException>(() => Two.Solve([2, 2], [float.MaxValue, float.MaxValue], new float[2]));
    }
}
