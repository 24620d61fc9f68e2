using Attune.Server.Problems;

namespace Attune.Server.Tests.Problems;

public class NearestNameTests
{
    static readonly string[] Names = ["count", "filter", "after", "deadline", "explain", "scenario"];

    [Theory]
    [InlineData("cuont", "count")]
    [InlineData("Count", "count")]
    [InlineData("filters", "filter")]
    [InlineData("explian", "explain")]
    [InlineData("scenari", "scenario")]
    public void A_slip_of_the_pen_finds_the_name(string given, string expected) =>
        Assert.Equal(expected, NearestName.Of(given, Names));

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("limit")]
    [InlineData("something-else-altogether")]
    public void Another_word_finds_none(string given) => Assert.Null(NearestName.Of(given, Names));

    [Fact]
    public void A_value_is_cut_between_characters_and_marked()
    {
        var value = new string('a', 63) + "\ud83d\ude00" + "tail";

        Assert.Equal(new string('a', 63) + "…", Faults.Cut(value));
        Assert.Equal("short", Faults.Cut("short"));
        Assert.Null(Faults.Cut(null));
    }
}
