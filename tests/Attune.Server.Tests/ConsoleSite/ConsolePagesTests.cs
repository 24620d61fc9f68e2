using System.Net.Http.Headers;
using Attune.Server.Tests.Hosting;

namespace Attune.Server.Tests.ConsoleSite;

public sealed class ConsolePagesTests : IAsyncLifetime
{
    readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("attune-console-");
    TestServer _server = null!;

    public async ValueTask InitializeAsync()
    {
        _folder.CreateSubdirectory("assets");
        Write("index.html", """<meta name="style-nonce" content="__STYLE_NONCE__"><script src="/assets/a-1.js"></script>""");
        Write("assets/a-1.js", "let a = 1");
        Write("assets/a-1.js.br", "packed");
        Write("assets/secret.txt", "no kind of asset");
        _server = await TestServer.StartAsync(options => options with { Console = _folder.FullName });
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Theory, InlineData("/"), InlineData("/explore"), InlineData("/scenarios?name=home")]
    public async Task Every_page_is_the_one_document_under_a_strict_policy(string path)
    {
        var first = (await _server.SendAsync("GET", path)).Ok();
        var second = (await _server.SendAsync("GET", path)).Ok();

        Assert.Equal("text/html", first.Type);
        Assert.Equal("no-cache", first.Headers.CacheControl!.ToString());
        var policy = Assert.Single(first.Headers.GetValues("Content-Security-Policy"));
        Assert.StartsWith("default-src 'none'; script-src 'self';", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        var nonce = policy.Split("'nonce-")[1].Split('\'')[0];
        Assert.Contains($"content=\"{nonce}\"", first.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(nonce, second.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_asset_may_be_kept_for_good_and_comes_packed_to_who_takes_it()
    {
        var plain = (await _server.SendAsync("GET", "/assets/a-1.js")).Ok();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/assets/a-1.js") { Headers = { AcceptEncoding = { new("br") } } };
        using var packed = await _server.Http.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(("text/javascript", "let a = 1"), (plain.Type, plain.Text));
        Assert.Equal(new CacheControlHeaderValue { Public = true, MaxAge = TimeSpan.FromDays(365), Extensions = { new("immutable") } }, plain.Headers.CacheControl);
        Assert.Equal(["br"], packed.Content.Headers.ContentEncoding);
        Assert.Equal("packed", await packed.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Theory, InlineData("/assets/secret.txt"), InlineData("/assets/none.js"), InlineData("/assets/..%2Findex.js"), InlineData("/assets/a-1.js.br"), InlineData("/elsewhere")]
    public async Task What_is_no_asset_is_not_there(string path) => (await _server.SendAsync("GET", path)).Problem(404);

    [Fact]
    public async Task The_api_stays_what_it_is()
    {
        (await _server.SendAsync("GET", "/v1/nothing")).Problem(404);
        Assert.Equal("application/json", (await _server.SendAsync("GET", "/health/live")).Ok().Type);
        (await _server.SendAsync("POST", "/explore", "{}")).Problem(405);
        var paths = (await _server.SendAsync("GET", "/openapi/v1.json")).Ok().Json.GetProperty("paths");
        Assert.False(paths.TryGetProperty("/explore", out _));
    }

    [Fact]
    public async Task A_console_that_is_not_built_says_how_to_build_it()
    {
        File.Delete(Path.Combine(_folder.FullName, "index.html"));

        var answer = await _server.SendAsync("GET", "/");

        Assert.Equal((404, "text/plain"), (answer.Status, answer.Type));
        Assert.Contains("eng/console", answer.Text, StringComparison.Ordinal);
    }

    void Write(string name, string text) => File.WriteAllText(Path.Combine(_folder.FullName, name), text);
}
