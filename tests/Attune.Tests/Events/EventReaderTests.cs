using System.Text;
using Attune.Events;

namespace Attune.Tests.Events;

public sealed class EventReaderTests
{
    static readonly EventTime Now = EventTime.From(new DateTimeOffset(2026, 11, 20, 12, 0, 0, TimeSpan.Zero));

    [Fact]
    public void All_fields_are_read()
    {
        var row = Read("""
            {"eventId": "e1", "type": "purchase", "userId": "u", "sessionId": "s", "itemId": "i", "timestamp": "2026-11-20T11:00:00.5+01:00",
             "value": 12.5, "recommendationId": "r", "context": {"page": 1}}
            """);

        Assert.True(row.IsNamed);
        Assert.Equal(
            new UserEvent
            {
                EventId = "e1",
                Type = EventType.Purchase,
                User = new("u"),
                Session = new("s"),
                Item = new("i"),
                Time = EventTime.From(new DateTimeOffset(2026, 11, 20, 10, 0, 0, 500, TimeSpan.Zero)),
                Value = 12.5,
                RecommendationId = "r",
                Context = """{"page": 1}""",
            },
            row.Event);
    }

    [Theory]
    [InlineData("""{"FeedbackType": "read", "UserId": "u", "ItemId": "i", "Timestamp": "2026-11-20T10:00:00Z", "Comment": ""}""", "view")]
    [InlineData("""{"USER_ID": "u", "ITEM_ID": "i", "TIMESTAMP": 1795168800, "EVENT_TYPE": "Detail-View", "EVENT_VALUE": 1}""", "view")]
    [InlineData("""{"eventType": "click", "userId": "u", "itemId": "i", "sentAt": 1795168800000, "properties": {}}""", "click")]
    [InlineData("""{"type": "cartadditions", "userId": "u", "itemId": "i", "timestamp": 1795168800000000, "amount": 2, "cascadeCreate": true}""", "cart")]
    [InlineData("""{"event_type": "add_to_cart", "user_id": "u", "item_id": "i", "timestamp": 1795168800.0}""", "cart")]
    [InlineData("""{"type": "bookmarks", "userId": "u", "itemId": "i", "timestamp": "2026-11-20 10:00:00Z", "recommId": null}""", "like")]
    public void Other_systems_names_are_mapped(string json, string type)
    {
        var read = Read(json);

        Assert.Null(read.Refusal);
        Assert.Equal(type, read.Event!.Type.Name);
        Assert.Equal(new ItemId("i"), read.Event.Item);
        Assert.Equal("2026-11-20T10:00:00.000000Z", read.Event.Time.ToString());
        Assert.Null(read.Event.Context);
    }

    [Theory]
    [InlineData("""{"userId": "u", "itemId": "i"}""", "type", "A type is required")]
    [InlineData("""{"type": "vieew", "userId": "u", "itemId": "i"}""", "type", "Did you mean view?")]
    [InlineData("""{"type": "custom:", "userId": "u", "itemId": "i"}""", "type", "custom:<name>")]
    [InlineData("""{"type": "view", "itemId": "i"}""", "userId", "A userId or a sessionId is required.")]
    [InlineData("""{"type": "view", "userId": "u"}""", "itemId", "required for type view")]
    [InlineData("""{"type": "view", "userId": 7, "itemId": "i"}""", "userId", "An id is a text.")]
    [InlineData("""{"type": "view", "userId": "", "itemId": "i"}""", "userId", "1 to 256")]
    [InlineData("""{"type": "view", "userId": "a\u0007", "itemId": "i"}""", "userId", "control characters")]
    [InlineData("""{"type": "view", "userId": "u", "itemId": "i", "itmeId": "j"}""", "itmeId", "Did you mean itemId?")]
    [InlineData("""{"type": "view", "userId": "u", "itemId": "i", "item_id": "j"}""", "itemId", "given once")]
    [InlineData("""{"type": "view", "type": "view", "userId": "u", "itemId": "i"}""", "type", "given once")]
    [InlineData("""{"type": "rating", "userId": "u", "itemId": "i"}""", "value", "required for type rating")]
    [InlineData("""{"type": "portion", "userId": "u", "itemId": "i", "value": 1.01}""", "value", "between 0 and 1")]
    [InlineData("""{"type": "rating", "userId": "u", "itemId": "i", "value": 1e999}""", "value", "finite")]
    [InlineData("""{"type": "rating", "userId": "u", "itemId": "i", "value": "NaN"}""", "value", "finite")]
    [InlineData("""{"type": "rating", "userId": "u", "itemId": "i", "value": NaN}""", "body", "stopped at byte 5")]
    [InlineData("""{"type": "view", "userId": "u", "itemId": "i", "timestamp": "2026-11-22T10:00:00Z"}""", "timestamp", "24 h ahead")]
    [InlineData("""{"type": "view", "userId": "u", "itemId": "i", "timestamp": 0}""", "timestamp", "not before 1990")]
    [InlineData("""{"type": "view", "userId": "u", "itemId": "i", "timestamp": 1e300}""", "timestamp", "RFC 3339")]
    [InlineData("""{"type": "view", "userId": "u", "itemId": "i", "timestamp": "yesterday"}""", "timestamp", "RFC 3339")]
    [InlineData("""{"type": "view", "userId": "u", "itemId": "i", "context": "x"}""", "context", "JSON object")]
    [InlineData("""{"type": "view", "userId": "\ud800", "itemId": "i"}""", "body", "Unicode")]
    [InlineData("""[1]""", "body", "JSON object")]
    [InlineData("""{"type": "view"} x""", "body", "stopped at byte 17")]
    [InlineData("", "body", "JSON object")]
    public void What_breaks_a_limit_is_refused_by_field_and_limit(string json, string field, string limit)
    {
        var row = Read(json);

        Assert.Null(row.Event);
        Assert.Equal(field, row.Refusal!.Field);
        Assert.Contains(limit, row.Refusal.Limit, StringComparison.Ordinal);
    }

    [Fact]
    public void Ids_are_limited_in_bytes_and_shown_cut()
    {
        Assert.NotNull(Read($$"""{"type": "view", "userId": "{{new string('é', 128)}}", "itemId": "i"}""").Event);

        var refusal = Read($$"""{"type": "view", "userId": "u", "itemId": "{{new string('é', 129)}}"}""").Refusal!;

        Assert.Equal(("itemId", new string('é', 64)), (refusal.Field, refusal.Value));
        Assert.Equal("itemId", Read($$"""{"type": "view", "userId": "u", "itemId": "{{new string('x', 10_000)}}"}""").Refusal!.Field);
    }

    [Fact]
    public void Search_and_custom_need_no_item_and_a_missing_time_is_now()
    {
        var search = Read("""{"type": "search", "sessionId": "s"}""").Event!;
        var custom = Read("""{"type": "custom:wave", "sessionId": "s", "comment": "so \"ho\""}""").Event!;

        Assert.Equal((Now, "new-id"), (search.Time, search.EventId));
        Assert.Equal(("custom:wave", """{"comment":"so \u0022ho\u0022"}"""), (custom.Type.Name, custom.Context));
    }

    [Fact]
    public void A_context_is_limited_in_bytes()
    {
        var fits = $$"""{"a":"{{new string('x', EventLimits.ContextBytes - 8)}}"}""";
        Assert.Equal(fits, Read($$"""{"type": "search", "userId": "u", "context": {{fits}}}""").Event!.Context);

        var refusal = Read($$"""{"type": "search", "userId": "u", "context": {{fits.Replace("xx", "xxx", StringComparison.Ordinal)}}}""").Refusal!;

        Assert.Equal("context", refusal.Field);
    }

    [Fact]
    public void Ids_given_here_sort_by_time_and_repeat_with_the_seed()
    {
        var clock = new Fakes.FakeClock();
        var ids = new EventIds(clock, seed: 7);
        var first = ids.Next();
        clock.Advance(TimeSpan.FromMilliseconds(1));
        var second = ids.Next();

        Assert.Equal(first[..14], new EventIds(new Fakes.FakeClock(), seed: 7).Next()[..14]);
        Assert.Equal(first, new EventIds(new Fakes.FakeClock(), seed: 7).Next());
        Assert.True(string.CompareOrdinal(first, second) < 0);
        Assert.Equal('7', first[14]);
        Assert.NotEqual(new EventIds(clock).Next(), new EventIds(clock).Next());
    }

    static ParsedRow Read(string json) => EventReader.Read(Encoding.UTF8.GetBytes(json), Now, () => "new-id");
}
