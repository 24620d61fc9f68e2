using System.Buffers;
using System.Text;
using Attune.Client.Wire;
using Attune.Server.Bodies;
using Attune.Server.Tests.Hosting;

namespace Attune.Server.Tests.Bodies;

public class JsonAnswerTests
{
    [Theory]
    [InlineData(0.1f, 0.1)]
    [InlineData(-3.25f, -3.25)]
    [InlineData(1e-30f, 1e-30)]
    [InlineData(16_777_217f, 16_777_216)]
    public void A_number_of_single_precision_has_as_few_digits_as_tell_it_apart(float number, double shown)
    {
        Assert.Equal(shown, JsonAnswer.Short(number));
        Assert.Equal(number, (float)JsonAnswer.Short(number));
    }

    [Fact]
    public void Text_is_written_as_it_is_but_for_what_JSON_must_escape()
    {
        var text = new ArrayBufferWriter<byte>();

        JsonAnswer.Write(text, new AnswerUser("<ä> & 'b' \"c\"", 0.5), WireJson.Default.AnswerUser);

        Assert.Equal("""{"id":"<ä> & 'b' \"c\"","score":0.5}""", Encoding.UTF8.GetString(text.WrittenSpan));
    }

    [Fact]
    public async Task A_problem_shows_what_was_sent_as_it_was_sent()
    {
        await using var server = await TestServer.StartAsync();

        var answer = await server.SendAsync("GET", "/v1/users/ann/recommendations?filter=item.price%20%3C");

        Assert.Contains("item.price <", answer.Text, StringComparison.Ordinal);
    }
}
