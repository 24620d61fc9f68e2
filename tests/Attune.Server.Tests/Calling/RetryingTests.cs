using System.Net;
using System.Text;
using Attune.Client;
using Attune.Client.Wire;

namespace Attune.Server.Tests.Calling;

public sealed class RetryingTests : IDisposable
{
    const string Accepted = """{"token":"0-1","accepted":1,"duplicates":0,"refused":0,"rows":[{"verdict":"accepted","id":"x"}]}""";

    readonly ScriptedNetwork _network = new();
    readonly HttpClient _http;
    readonly AttuneClient _client;

    public RetryingTests()
    {
        _http = new HttpClient(_network) { BaseAddress = new Uri("http://attune.test") };
        _client = new AttuneClient(_http, new() { FirstWait = TimeSpan.FromMilliseconds(1), Seed = 1, Key = "atn_k", TryTimeout = TimeSpan.FromSeconds(5) });
    }

    CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(429)]
    [InlineData(503)]
    [InlineData(0)]
    public async Task What_may_pass_is_tried_again_with_the_same_event_ids(int first)
    {
        _network.Answers(first, "{}");
        _network.Answers(200, Accepted);

        await _client.SendEventsAsync([new() { Type = "view", UserId = "u", ItemId = "i" }], Cancellation);

        Assert.Equal(2, _network.Bodies.Count);
        Assert.Contains("eventId", _network.Bodies[0], StringComparison.Ordinal);
        Assert.Equal(_network.Bodies[0], _network.Bodies[1]);
        Assert.All(_network.Keys, key => Assert.Equal("Bearer atn_k", key));
    }

    [Theory]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(500)]
    [InlineData(507)]
    public async Task What_will_not_pass_is_not_tried_again(int status)
    {
        _network.Answers(status, $$"""{"type":"/problems/x","title":"No","status":{{status}},"errors":[{"field":"f","value":"v","limit":"l"}]}""", "application/problem+json");

        var refused = await Assert.ThrowsAsync<AttuneApiException>(() => _client.StatusAsync(Cancellation));

        Assert.Equal(status, refused.Status);
        Assert.Equal(new FieldError("f", "v", "l"), refused.Problem!.Errors.Single());
        Assert.Single(_network.Keys);
    }

    [Fact]
    public async Task After_the_last_try_the_answer_or_the_failure_is_told()
    {
        for (var i = 0; i < 4; i++)
        {
            _network.Answers(503, "busy", "text/plain");
        }

        Assert.Equal(503, (await Assert.ThrowsAsync<AttuneApiException>(() => _client.StatusAsync(Cancellation))).Status);
        Assert.Equal(4, _network.Keys.Count);

        for (var i = 0; i < 4; i++)
        {
            _network.Answers(0, "");
        }

        var unreachable = await Assert.ThrowsAsync<AttuneApiException>(() => _client.StatusAsync(Cancellation));
        Assert.Null(unreachable.Problem);
        Assert.Contains("4 tries", unreachable.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_not_found_is_null()
    {
        _network.Answers(404, "{}");

        Assert.Null(await _client.FindItemAsync("a/b ü", Cancellation));
        Assert.EndsWith("/v1/items/a%2Fb%20%C3%BC", _network.Paths.Single(), StringComparison.Ordinal);
    }

    public void Dispose()
    {
        _http.Dispose();
        _network.Dispose();
    }

    /// <summary>Answers as told, in order; status 0 is a connection that fails.</summary>
    sealed class ScriptedNetwork : HttpMessageHandler
    {
        readonly Queue<(int Status, string Body, string Type)> _script = [];

        public List<string> Bodies { get; } = [];

        public List<string?> Keys { get; } = [];

        public List<string> Paths { get; } = [];

        public void Answers(int status, string body, string type = "application/json") => _script.Enqueue((status, body, type));

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Paths.Add(request.RequestUri!.AbsoluteUri);
            Keys.Add(request.Headers.Authorization?.ToString());
            if (request.Content is { } content)
            {
                Bodies.Add(await content.ReadAsStringAsync(cancellationToken));
            }

            var (status, body, type) = _script.Dequeue();
            return status == 0
                ? throw new HttpRequestException("connection refused")
                : new HttpResponseMessage((HttpStatusCode)status) { Content = new StringContent(body, Encoding.UTF8, type) };
        }
    }
}
