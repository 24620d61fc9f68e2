using Attune.Evaluating.Datasets;
using Attune.Events;

namespace Attune.Tests.Evaluating;

public class EventTableTests
{
    [Fact]
    public void Columns_are_found_by_the_names_they_are_known_by()
    {
        var table = Read("Event_Time,StockCode,Customer ID,action\n2020-01-02 00:00:00,b,u2,cart\n2020-01-01 00:00:00,a,u1,view\n");
        var columns = table.ToColumns();

        // By time: the second row comes first; numbers are by first appearance in the file.
        Assert.Equal(["u2", "u1"], columns.UserIds);
        Assert.Equal([1, 0], columns.Users);
        Assert.Equal([EventType.View.Code, EventType.Cart.Code], columns.Types);
        Assert.Equal(86_400_000_000, columns.Times[1] - columns.Times[0]);
        Assert.True(float.IsNaN(columns.Values[0]));
    }

    [Fact]
    public void Quantities_make_purchases_and_returns_and_nameless_rows_are_left_out_and_counted()
    {
        var table = Read("CustomerID,StockCode,Description,Quantity,InvoiceDate\n1,a,\"RED, \"\"BIG\"\"\",3,2010-12-01 08:26:00\n1,a,x,-3,2010-12-02 08:26:00\n,a,x,1,2010-12-02 08:26:00\n");

        Assert.Equal(1, table.Returned);
        Assert.Equal(1, table.WithoutUser);
        Assert.Equal([EventType.Purchase.Code], table.ToColumns().Types);
        Assert.Equal([3f], table.ToColumns().Values);
    }

    [Fact]
    public void A_file_without_a_header_is_read_by_the_names_given()
    {
        var table = Read("196\t242\t3\t881250949\n", new() { Columns = ["user", "item", "rating", "time"] });

        Assert.Equal([EventType.Rating.Code], table.ToColumns().Types);
        Assert.Equal([881250949_000_000], table.ToColumns().Times);
    }

    [Theory]
    [InlineData("user,item\n1,2\n", "line 1: no column is the time; expected one named time, timestamp")]
    [InlineData("user,item,time\n1,2\n", "line 2: it has 2 fields; expected 3")]
    [InlineData("user,item,time\n1,,5\n", "line 2: the item is empty")]
    [InlineData("user,item,time\n1,2,soon\n", "line 2: 'soon' is no time; expected seconds")]
    [InlineData("user,item,time,type\n1,2,5,bought\n", "line 2: 'bought' is no event type; expected view, click")]
    [InlineData("user,item,time,rating\n1,2,5,NaN\n", "line 2: 'NaN' is no finite number")]
    [InlineData("user,item,time\n\"1,2,5\n", "line 2: a quoted field is not closed")]
    [InlineData("user,item,time\n", "it holds no event")]
    public void A_bad_line_is_refused_with_its_number(string text, string said)
    {
        var refusal = Assert.Throws<DatasetException>(() => Read(text));

        Assert.Contains(said, refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("881250949", 881250949_000_000)]
    [InlineData("1593536687.25", 1593536687_250_000)]
    [InlineData("1593536687250", 1593536687_250_000)]
    [InlineData("1593536687250000", 1593536687_250_000)]
    [InlineData("1593536687250000000", 1593536687_250_000)]
    [InlineData("1970-01-01T00:00:01Z", 1_000_000)]
    [InlineData("1970-01-01 01:00:00+01:00", 0)]
    public void A_time_is_read_in_the_unit_its_size_tells(string text, long micros)
    {
        Assert.True(TimeText.TryParse(text, out var read));
        Assert.Equal(micros, read);
    }

    static EventTable Read(string text, EventTableSettings? settings = null)
    {
        using var file = new TemporaryFile(text);
        return EventTable.Read(file.Path, settings ?? new());
    }
}
