using Attune.Evaluating.Datasets;

namespace Attune.Tests.Evaluating;

public class UserLinesTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_line_is_a_user_and_their_items_in_order_plain_or_compressed(bool gzip)
    {
        using var file = new TemporaryFile("7 30 10\n\n5 20 10 \n", gzip);

        var data = UserLines.Number(UserLines.Read(file.Path))[0];

        // Users 5, 7 and items 10, 20, 30 are numbered by ascending id.
        Assert.Equal((2, 3), (data.Users, data.Items));
        Assert.Equal([1, 0, 1, 0], data.User.Span);
        Assert.Equal([2, 1, 0, 0], data.Item.Span);
    }

    [Fact]
    public void Files_of_one_data_set_are_numbered_alike()
    {
        using var train = new TemporaryFile("1 5\n2 6\n");
        using var test = new TemporaryFile("2 4\n");

        var parts = UserLines.Number(UserLines.Read(train.Path), UserLines.Read(test.Path));

        Assert.Equal(parts[0].Items, parts[1].Items);
        Assert.Equal([1], parts[1].User.Span);
        Assert.Equal([0], parts[1].Item.Span);
    }

    [Theory]
    [InlineData("1 2\n1 3\n", "line 2: user 1 has a line already")]
    [InlineData("1 2\n\n2 x\n", "line 3: 'x' is no whole number from 0; expected 'user item item …'")]
    [InlineData("1 -2\n", "line 1: '-2' is no whole number")]
    [InlineData("1 2.5\n", "line 1: '2.5' is no whole number")]
    [InlineData("1\n2\n", "it holds no interaction")]
    [InlineData("", "it holds no interaction")]
    public void A_bad_line_is_refused_with_its_number(string text, string said)
    {
        using var file = new TemporaryFile(text);

        var refusal = Assert.Throws<DatasetException>(() => UserLines.Read(file.Path));

        Assert.StartsWith(file.Path, refusal.Message, StringComparison.Ordinal);
        Assert.Contains(said, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_not_there_is_named() => Assert.Contains(
        "/nowhere/train.txt: there is no such file",
        Assert.Throws<DatasetException>(() => UserLines.Read("/nowhere/train.txt")).Message,
        StringComparison.Ordinal);
}
