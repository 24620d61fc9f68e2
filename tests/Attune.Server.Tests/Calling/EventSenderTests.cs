using System.Net;
using System.Text;
using System.Text.Json;
using Attune.Client;

namespace Attune.Server.Tests.Calling;

public sealed class EventSenderTests : IDisposable
{
    readonly Network _network = new();
    readonly HttpClient _http;
    readonly AttuneClient _client;

    public EventSenderTests()
    {
        _http = new HttpClient(_network) { BaseAddress = new Uri("http://attune.test") };
        _client = new AttuneClient(_http, new() { Tries = 1 });
    }

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Events_go_in_batches_and_the_end_sends_what_waits()
    {
        var sender = new EventSender(_client, new() { BatchEvents = 40, BatchTime = TimeSpan.FromMinutes(1), FlushTime = TimeSpan.FromMinutes(1) });
        SendRange(sender, 100);

        await sender.DisposeAsync();

        Assert.Equal([40, 40, 20], _network.Batches.Select(batch => batch.Length));
        Assert.Equal((100, 0, 0), (sender.Sent, sender.Refused, sender.Dropped));
        Assert.False(sender.Send(new() { Type = "view" }));
        Assert.Equal(1, sender.Dropped);
    }

    [Fact]
    public async Task While_the_server_is_away_the_oldest_are_dropped_and_the_batch_in_hand_keeps_its_ids()
    {
        _network.Status = HttpStatusCode.ServiceUnavailable;
        await using var sender = new EventSender(
            _client, new() { Capacity = 10, BatchEvents = 5, BatchTime = TimeSpan.FromMilliseconds(1), Pause = TimeSpan.FromMilliseconds(5), FlushTime = TimeSpan.FromMinutes(1) });
        SendRange(sender, 5);
        await _network.CalledAsync(2);
        SendRange(sender, 15);
        Assert.Equal(503, sender.LastFailure!.Status);

        _network.Status = HttpStatusCode.OK;
        await sender.DisposeAsync();

        Assert.Equal(20, sender.Sent + sender.Dropped);
        Assert.True(sender.Dropped >= 5, $"{sender.Dropped} were dropped.");
        Assert.Equal(_network.Batches[0], _network.Batches[1]);
        Assert.Null(sender.LastFailure);
    }

    [Fact]
    public async Task What_cannot_be_sent_in_time_at_the_end_is_counted_as_lost()
    {
        _network.Status = HttpStatusCode.ServiceUnavailable;
        var sender = new EventSender(_client, new() { Pause = TimeSpan.FromHours(1), FlushTime = TimeSpan.FromMilliseconds(20) });
        SendRange(sender, 7);

        await sender.DisposeAsync();

        Assert.Equal((0, 7), (sender.Sent, sender.Dropped));
    }

    [Fact]
    public async Task A_batch_refused_as_a_whole_is_not_sent_again()
    {
        _network.Status = HttpStatusCode.Unauthorized;
        var sender = new EventSender(_client, new() { FlushTime = TimeSpan.FromMinutes(1) });
        SendRange(sender, 3);

        await sender.DisposeAsync();

        Assert.Equal((0, 3, 0), (sender.Sent, sender.Refused, sender.Dropped));
        Assert.Equal(401, sender.LastFailure!.Status);
    }

    [Fact]
    public async Task Where_something_else_answers_events_wait_as_where_nobody_does()
    {
        _network.Page = "<html>Back soon.</html>";
        var sender = new EventSender(
            _client, new() { BatchTime = TimeSpan.FromMilliseconds(1), Pause = TimeSpan.FromMilliseconds(5), FlushTime = TimeSpan.FromMinutes(1) });
        SendRange(sender, 3);
        await _network.CalledAsync(2);
        Assert.Equal((0, 3, 0), (sender.Sent, sender.Waiting, sender.Dropped));
        Assert.Equal(0, sender.LastFailure!.Status);
        Assert.Contains("http://attune.test/v1/events answered 200", sender.LastFailure.Message, StringComparison.Ordinal);

        _network.Page = null;
        await sender.DisposeAsync();

        Assert.Equal((3, 0, 0), (sender.Sent, sender.Waiting, sender.Dropped));
    }

    [Fact]
    public void A_setting_out_of_range_is_named() =>
        Assert.Contains("Capacity must be 1 to 1000000", Assert.Throws<ArgumentOutOfRangeException>(() => new EventSender(_client, new() { Capacity = 0 })).Message, StringComparison.Ordinal);

    public void Dispose()
    {
        _http.Dispose();
        _network.Dispose();
    }

    static void SendRange(EventSender sender, int count)
    {
        for (var i = 0; i < count; i++)
        {
            Assert.True(sender.Send(new() { Type = "view", UserId = "u", ItemId = "i" }));
        }
    }

    /// <summary>Faults as told; otherwise every event is accepted.</summary>
    sealed class Network : HttpMessageHandler
    {
        readonly SemaphoreSlim _called = new(0);

        public HttpStatusCode Status { get; set; } = HttpStatusCode.OK;

        public string? Page { get; set; }

        public List<string[]> Batches { get; } = [];

        public async Task CalledAsync(int times)
        {
            for (var i = 0; i < times; i++)
            {
                await _called.WaitAsync(Cancellation);
            }
        }

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var (status, page) = (Status, Page);
            var rows = JsonDocument.Parse(await request.Content!.ReadAsStringAsync(cancellationToken)).RootElement;
            Batches.Add([.. rows.EnumerateArray().Select(row => row.GetProperty("eventId").GetString()!)]);
            _called.Release();
            var body = page is not null ? page : status == HttpStatusCode.OK ? $$"""{"token":"0-1","accepted":{{rows.GetArrayLength()}},"duplicates":0,"refused":0,"rows":[]}""" : "no";
            return new HttpResponseMessage(status) { RequestMessage = request, Content = new StringContent(body, Encoding.UTF8, "application/json") };
        }

        protected override void Dispose(bool disposing)
        {
            _called.Dispose();
            base.Dispose(disposing);
        }
    }
}
