using System.Globalization;
using Attune.Server.Tests.Hosting;

namespace Attune.Server.Tests.Endpoints;

public class ReadYourWritesTests(SharedServer shared)
{
    static readonly (string, string) Workspace = ("Attune-Workspace", "own-writes");

    [Fact]
    public async Task The_next_answer_after_an_acknowledgement_knows_the_event_a_thousand_times()
    {
        for (var turn = 0; turn < 1000; turn++)
        {
            var sent = (await shared.Server.SendAsync(
                "POST", "/v1/events", $$"""{"type":"view","userId":"user-{{turn % 7}}","itemId":"item-{{turn % 50}}"}""", headers: Workspace)).Ok();
            var token = sent.Json.GetProperty("token").GetString()!;

            var answer = (await shared.Server.SendAsync(
                "GET", $"/v1/users/user-{turn % 7}/recommendations?count=1&after={token}&deadline=2000", headers: Workspace)).Ok();

            Assert.True(Offset(answer.Json.GetProperty("watermark").GetString()!) >= Offset(token), $"{answer.Text} does not know {token}.");
        }
    }

    // One partition: "0-17".
    static long Offset(string token) => long.Parse(token[(token.LastIndexOf('-') + 1)..], CultureInfo.InvariantCulture);
}
