using System.Text.Json;
using Attune.Client.Wire;
using Attune.Embedded.Importing;
using Attune.Operating;
using Attune.Server.Commands;

[assembly: AssemblyFixture(typeof(Attune.Server.Tests.Hosting.MovieServer))]

namespace Attune.Server.Tests.Hosting;

/// <summary>MovieLens 100k with titles and genres in a server, trained; imported for the first test that asks for it.</summary>
/// <remarks>Skips the test where the data set is not on this machine.</remarks>
public sealed class MovieServer : IAsyncDisposable
{
    readonly Lazy<Task<TestServer>> _server = new(() => ImportAsync(Folder(), settings: null));

    public Task<TestServer> StartedAsync()
    {
        SkipWithoutData();
        return _server.Value;
    }

    /// <summary>The same films and ratings in a server of the caller's own, for a test that takes something away or learns.</summary>
    public static Task<TestServer> OpenAsync(EngineSettings? settings = null)
    {
        SkipWithoutData();
        return ImportAsync(Folder(), settings);
    }

    static void SkipWithoutData() =>
        Assert.SkipUnless(Directory.Exists(Folder()), "The data set ml-100k is not on this machine (../shared/data/ml-100k).");

    public async ValueTask DisposeAsync()
    {
        if (_server.IsValueCreated)
        {
            await (await _server.Value).DisposeAsync();
        }
    }

    static string Folder()
    {
        var root = AppContext.BaseDirectory;
        while (root is not null && !File.Exists(Path.Combine(root, "Attune.slnx")))
        {
            root = Path.GetDirectoryName(root);
        }

        return Path.GetFullPath(Path.Combine(root ?? "", "..", "shared", "data", "ml-100k"));
    }

    static async Task<TestServer> ImportAsync(string folder, EngineSettings? settings)
    {
        var server = await TestServer.StartAsync(settings: settings);
        var files = new ImportSettings { Paths = [folder], Preset = "ml-100k" };
        await using var source = await ImportSource.OpenAsync(files, TimeProvider.System, CancellationToken.None);
        await foreach (var chunk in source.ReadAsync(CancellationToken.None))
        {
            await SendAsync(server, chunk);
        }

        await server.TrainAsync();
        return server;
    }

    static async Task SendAsync(TestServer server, ImportChunk chunk)
    {
        if (chunk.Items.Count > 0)
        {
            await server.Client.PutItemsAsync([.. chunk.Items.Select(Row)]);
        }

        if (chunk.Users.Count > 0)
        {
            await server.Client.PutUsersAsync([.. chunk.Users.Select(Row)]);
        }

        if (chunk.Events.Count > 0)
        {
            await server.Client.SendEventsAsync([.. chunk.Events.Select(EventRows.Of)]);
        }
    }

    static PropertiesRow Row(ImportedRecord record) => new()
    {
        Id = record.Id,
        Properties = JsonSerializer.Deserialize(record.Properties, WireJson.Default.JsonElement),
    };
}
