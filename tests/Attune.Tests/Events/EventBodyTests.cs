using System.Text;
using Attune.Events;

namespace Attune.Tests.Events;

public sealed class EventBodyTests
{
    const string Good = """{"type":"view","userId":"u","itemId":"i"}""";

    [Fact]
    public void One_object_is_one_row_also_over_several_lines()
    {
        Assert.Single(Rows(Good));
        Assert.Single(Rows("\uFEFF  " + Good.Replace(",", ",\n", StringComparison.Ordinal) + "\n"));
    }

    [Fact]
    public void An_array_is_a_row_each_and_a_bad_row_leaves_the_others()
    {
        var rows = Rows($$"""[{{Good}}, 7, {"type":"view","userId":{"a":[1,{"b":2}]},"itemId":"i"}, {"nope":[{}],"type":"x"}, {{Good}}]""");

        Assert.Equal(5, rows.Count);
        Assert.Equal([null, "body", "userId", "nope", null], rows.Select(row => row.Refusal?.Field));
        Assert.Empty(Rows("[]"));
    }

    [Theory]
    [InlineData("application/x-ndjson")]
    [InlineData("application/json")]
    public void Lines_are_rows_and_a_malformed_line_is_refused_by_itself(string contentType)
    {
        var rows = Rows($"{Good}\n\r\n{{\"type\":\n{Good}\r\n", contentType);

        Assert.Equal([null, "body", null], rows.Select(row => row.Refusal?.Field));
    }

    [Theory]
    [InlineData("""[{"type":"view"},{"type":]""", "byte 25, in row 1")]
    [InlineData("""[{"type":"view"}""", "byte 16")]
    [InlineData("[{}] x", "byte 5")]
    [InlineData("   ", "one event")]
    public void A_malformed_array_is_refused_whole_with_the_byte(string body, string limit)
    {
        var refusal = Assert.IsType<EventBody.Refused>(Read(body)).Refusal;

        Assert.Equal("body", refusal.Field);
        Assert.Contains(limit, refusal.Limit, StringComparison.Ordinal);
    }

    [Fact]
    public void Ten_thousand_rows_are_taken_and_one_more_refuses_the_whole()
    {
        var lines = string.Join('\n', Enumerable.Repeat(Good, EventLimits.BatchEvents));
        Assert.Equal(EventLimits.BatchEvents, Rows(lines).Count);
        Assert.Equal(EventLimits.BatchEvents, Rows($"[{lines.Replace('\n', ',')}]").Count);

        Assert.IsType<EventBody.Refused>(Read(lines + "\n" + Good));
        Assert.IsType<EventBody.Refused>(Read($"[{lines.Replace('\n', ',')},{Good}]"));
    }

    [Fact]
    public void No_bytes_make_it_throw()
    {
        var random = new Random(11);
        var seeds = new[]
        {
            Good, $"[{Good},{Good}]", $"{Good}\n{Good}",
            """{"eventId":"e","type":"custom:x","sessionId":"s","timestamp":1795168800,"value":1e3,"context":{"a":[1,"\u00e9"]},"comment":"é"}""",
        };
        for (var round = 0; round < 20_000; round++)
        {
            var bytes = Encoding.UTF8.GetBytes(seeds[random.Next(seeds.Length)]);
            for (var change = random.Next(6); change >= 0; change--)
            {
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            }

            if (round % 4 == 0)
            {
                random.NextBytes(bytes);
            }

            var body = bytes.AsSpan(0, random.Next(bytes.Length + 1));
            var read = EventBody.Read(body, round % 3 == 0 ? "application/x-ndjson" : null, new EventTime(1_795_168_800_000_000), () => "id");

            Assert.All(read is EventBody.Rows rows ? rows.Items : [], row => Assert.True(row.Event is null != row.Refusal is null));
        }
    }

    static EventBody Read(string body, string? contentType = null) =>
        EventBody.Read(Encoding.UTF8.GetBytes(body), contentType, new EventTime(1_795_168_800_000_000), () => "id");

    static IReadOnlyList<ParsedRow> Rows(string body, string? contentType = null) =>
        Assert.IsType<EventBody.Rows>(Read(body, contentType)).Items;
}
