using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Attune.Client;
using Attune.Embedded;
using Attune.Operating;
using Attune.Server.Commands.Shop;
using Attune.Server.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

[assembly: AssemblyFixture(typeof(Attune.Server.Tests.Hosting.SharedServer))]

namespace Attune.Server.Tests.Hosting;

/// <summary>A real server in this process, on a free port, over a data directory of its own.</summary>
public sealed class TestServer : IAsyncDisposable
{
    readonly string _data;
    readonly WorkspaceSet _workspaces;
    readonly WebApplication _app;

    TestServer(string data, WorkspaceSet workspaces, WebApplication app)
    {
        (_data, _workspaces, _app) = (data, workspaces, app);
        Http = new HttpClient { BaseAddress = new Uri(app.Urls.First()), Timeout = TimeSpan.FromMinutes(1) };
        Client = new AttuneClient(Http);
    }

    public HttpClient Http { get; }

    public AttuneClient Client { get; }

    public static async Task<TestServer> StartAsync(Func<ServerOptions, ServerOptions>? change = null, EngineSettings? settings = null)
    {
        var options = new ServerOptions { Port = 0, LeastLog = LogLevel.Error };
        options = change is null ? options : change(options);
        var data = Directory.CreateTempSubdirectory("attune-server-").FullName;
        var engine = settings ?? new EngineSettings();
        var workspaces = new WorkspaceSet(
            (name, opening) => EmbeddedPorts.OpenAsync(Path.Combine(data, name), new EmbeddedSettings(), options.Clock, NullLoggerFactory.Instance, opening),
            engine with { Schedule = engine.Schedule with { Enabled = false } }, options.Clock, NullLoggerFactory.Instance);
        try
        {
            var app = await ServerHost.BuildAsync(options, workspaces, [], CancellationToken.None);
            await app.StartAsync();
            return new TestServer(data, workspaces, app);
        }
        catch
        {
            await workspaces.DisposeAsync();
            Directory.Delete(data, recursive: true);
            throw;
        }
    }

    /// <summary>One request; the answer's JSON is null where it has none.</summary>
    public async Task<Reply> SendAsync(string method, string path, string? body = null, string type = "application/json", params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (body is not null)
        {
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
            request.Content.Headers.ContentType = type.Length == 0 ? null : MediaTypeHeaderValue.Parse(type);
        }

        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var answer = await Http.SendAsync(request, TestContext.Current.CancellationToken);
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        var media = answer.Content.Headers.ContentType?.MediaType;
        var json = media is "application/json" or "application/problem+json" ? JsonDocument.Parse(text).RootElement : default;
        return new Reply((int)answer.StatusCode, media, json, text, answer.Headers);
    }

    /// <summary>Trains on everything sent so far.</summary>
    public async Task TrainAsync()
    {
        await ShopFilling.ArchivedAsync(Client, CancellationToken.None);
        var job = await Client.StartJobAsync("train");
        while (job.State == "running")
        {
            await Task.Delay(50);
            job = await Client.JobAsync(job.Id);
        }

        Assert.True(job.State == "done", $"The training ended {job.State}: {job.Outcome}");
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
        await _workspaces.DisposeAsync();
        Directory.Delete(_data, recursive: true);
    }
}

/// <summary>What a server answered.</summary>
public sealed record Reply(int Status, string? Type, JsonElement Json, string Text, HttpResponseHeaders Headers)
{
    /// <summary>Asserts a problem of a status whose first error names a field.</summary>
    public JsonElement Problem(int status, string? field = null)
    {
        Assert.True(Status == status, $"Expected {status}, got {Status}: {Text}");
        Assert.Equal("application/problem+json", Type);
        Assert.Equal(status, Json.GetProperty("status").GetInt32());
        Assert.NotEmpty(Json.GetProperty("title").GetString()!);
        if (field is null)
        {
            return default;
        }

        var error = Json.GetProperty("errors")[0];
        Assert.Equal(field, error.GetProperty("field").GetString());
        Assert.NotEmpty(error.GetProperty("limit").GetString()!);
        return error;
    }

    public Reply Ok(int status = 200)
    {
        Assert.True(Status == status, $"Expected {status}, got {Status}: {Text}");
        return this;
    }
}

/// <summary>One server for all tests that need no other: each takes a workspace or ids of its own.</summary>
public sealed class SharedServer : IAsyncLifetime
{
    public TestServer Server { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Server = await TestServer.StartAsync();

    public ValueTask DisposeAsync() => Server.DisposeAsync();
}
