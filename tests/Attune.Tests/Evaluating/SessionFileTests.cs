using Attune.Evaluating.Datasets;

namespace Attune.Tests.Evaluating;

public class SessionFileTests
{
    [Fact]
    public void A_table_is_ordered_by_time_within_a_session_and_sessions_by_their_beginning()
    {
        var (file, ids) = Read("SessionId\tItemId\tTime\n9\ta\t30.5\n4\tb\t20\n9\tc\t10\n4\td\t40\n");
        var sessions = file.ToSessions(ids.Count);

        // Session 9: c at 10, a at 30.5; session 4: b, d. Items are numbered a b c d.
        Assert.Equal([2, 0], sessions.ItemsOf(0));
        Assert.Equal([1, 3], sessions.ItemsOf(1));
    }

    [Fact]
    public void A_line_without_a_header_is_a_session()
    {
        var (file, ids) = Read("5 6 5\n7\n");

        Assert.False(file.HoldsPrefixes);
        Assert.Equal([0, 1, 0], file.ToSessions(ids.Count).ItemsOf(0));
    }

    [Fact]
    public void A_tab_parts_a_prefix_from_its_next_item_and_lines_of_one_session_form_a_group()
    {
        var (file, ids) = Read("1 2 3\t4\n1 2\t3\n1\t2\n8\t9\n");

        Assert.True(file.HoldsPrefixes);
        Assert.Equal([0, 0, 0, 1], file.Groups());
        Assert.Equal([0, 1, 2, 3], file.ToSessions(ids.Count).ItemsOf(0));
    }

    [Theory]
    [InlineData("", "it is empty")]
    [InlineData("1 2\n1\t2\n", "line 2: it has 1 tabs; expected 'item item …'")]
    [InlineData("1\t2\n\t2\n", "line 2: expected at least one item before the tab")]
    [InlineData("session,item\n1,2\n", "line 1: no column is the time")]
    [InlineData("session,item,time\n1,2,x\n", "line 2: 'x' is no time")]
    [InlineData("session,item,time\n1,,3\n", "line 2: expected 3 fields, session and item not empty")]
    public void A_bad_line_is_refused_with_its_number(string text, string said) => Assert.Contains(
        said, Assert.Throws<DatasetException>(() => Read(text)).Message, StringComparison.Ordinal);

    static (SessionFile File, IdTable Ids) Read(string text)
    {
        using var file = new TemporaryFile(text);
        var ids = new IdTable();
        return (SessionFile.Read(file.Path, ids), ids);
    }
}
