using Attune.Learning.Evaluation;

namespace Attune.Learning.Tests.Evaluation;

public class CoordinateSearchTests
{
    static readonly int[] Values = [0, 1, 2, 3, 4];

    static readonly Func<(int X, int Y), IEnumerable<(int X, int Y)>>[] Dimensions =
        [at => Values.Select(x => (x, at.Y)), at => Values.Select(y => (at.X, y))];

    [Fact]
    public void Independent_dimensions_are_each_brought_to_their_best()
    {
        var (best, figure) = CoordinateSearch.Run(
            (0, 0), Dimensions, at => -((at.Item1 - 3) * (at.Item1 - 3)) - ((at.Item2 - 1) * (at.Item2 - 1)), passes: 2);

        Assert.Equal((3, 1), best);
        Assert.Equal(0, figure);
    }

    [Fact]
    public void Nothing_is_tried_twice()
    {
        var tried = new List<(int, int)>();

        CoordinateSearch.Run(
            (0, 0),
            Dimensions,
            at =>
            {
                tried.Add(at);
                return 0;
            },
            passes: 5);

        Assert.Equal(9, tried.Count);
        Assert.Equal(9, tried.Distinct().Count());
    }
}
