using Attune.Client;
using Attune.Client.Wire;
using Attune.Server.Tests.Hosting;

namespace Attune.Server.Tests.Endpoints;

public class ExportEndpointsTests(SharedServer shared)
{
    static readonly DateTimeOffset Day = new(2026, 2, 1, 0, 0, 0, TimeSpan.Zero);

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    AttuneClient Client => new(shared.Server.Http, new() { Workspace = "exported" });

    [Fact]
    public async Task A_training_set_comes_with_its_summary_and_the_same_question_makes_the_same_file()
    {
        await Client.SendEventsAsync(
            [.. Enumerable.Range(0, 60).Select(n => new EventRow { Type = n % 3 == 0 ? "impression" : "view", UserId = $"u{n % 5}", ItemId = $"i{n % 7}", Timestamp = Day.AddMinutes(n) })],
            Cancellation);
        var question = new ExportQuestion { AsOf = Day.AddMinutes(60), LabelWindowSeconds = 600 };

        var (summary, file) = await ExportAsync(question);
        var again = await ExportAsync(question);
        var earlier = await ExportAsync(question with { AsOf = Day });
        var events = await ExportAsync(question with { What = "events" });

        Assert.Equal("PAR1 PAR1", System.Text.Encoding.ASCII.GetString([.. file[..4], (byte)' ', .. file[^4..]]));
        Assert.Equal(("examples", "impressions", 60, 17, 3), (summary.What, summary.RowsOf, summary.Interactions, summary.Rows, summary.Unripe));
        Assert.Equal((Day, Day.AddMinutes(59), 600), (summary.First, summary.Last, summary.LabelWindowSeconds));
        Assert.Equal((summary, Convert.ToHexString(file)), (again.Summary, Convert.ToHexString(again.File)));
        Assert.Equal((0, 0), (earlier.Summary.Rows, earlier.Summary.Interactions));
        Assert.Equal((60, null, null), (events.Summary.Rows, events.Summary.RowsOf, events.Summary.Positives));
    }

    [Fact]
    public async Task What_cannot_be_made_is_refused_by_field()
    {
        var hint = (await AskAsync("""{"what":"event"}""")).Problem(400, "what").GetProperty("limit").GetString();
        (await AskAsync("""{"rows":"some"}""")).Problem(400, "rows");
        (await AskAsync("""{"asOf":"yesterday"}""")).Problem(400, "asOf");
        (await AskAsync("""{"asOf":"2226-01-01T00:00:00Z"}""")).Problem(400, "asOf");
        (await AskAsync("""{"labelWindowSeconds":0}""")).Problem(400, "labelWindowSeconds");
        (await AskAsync("""{"negatives":101}""")).Problem(400, "negatives");
        (await AskAsync("""{"seed":-1}""")).Problem(400, "seed");
        (await AskAsync("""{"until":"now"}""")).Problem(400, "until");

        Assert.Contains("events", hint, StringComparison.Ordinal);
        var refused = await Assert.ThrowsAsync<AttuneApiException>(() => Client.ExportAsync(new() { Negatives = -1 }, Stream.Null, null, Cancellation));
        Assert.Contains("negatives", refused.Message, StringComparison.Ordinal);
    }

    Task<Reply> AskAsync(string body) => shared.Server.SendAsync("POST", "/v1/exports", body);

    // Others of this process may be making one: then it is asked for again, as the answer says.
    async Task<(ExportSummary Summary, byte[] File)> ExportAsync(ExportQuestion question)
    {
        while (true)
        {
            using var file = new MemoryStream();
            try
            {
                return (await Client.ExportAsync(question, file, null, Cancellation), file.ToArray());
            }
            catch (AttuneApiException busy) when (busy.Problem?.Status == 429)
            {
                await Task.Delay(20, Cancellation);
            }
        }
    }
}
