using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Attune.Server.Tests.Verbs;

namespace Attune.Server.Tests.Readme;

/// <summary>What the documents tell a reader to type about several nodes is typed, against real servers and a stand-in for Kafka.</summary>
public sealed class ClusterDocumentTests : IDisposable
{
    /// <summary>The pages that are typed here, in the order of a reader.</summary>
    public static readonly string[] Pages = ["docs/cluster.md", "docs/moving.md"];

    readonly ScratchFolder _folder = new();
    readonly Reader _reader;

    public ClusterDocumentTests()
    {
        // PostgreSQL's own user must pass through.
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(_folder.Path, File.GetUnixFileMode(_folder.Path) | UnixFileMode.OtherExecute);
        }

        _reader = new Reader(_folder);
        _reader.InstallAttune();
        _reader.Here["/tmp/"] = _folder.Path + "/";
        foreach (var port in (string[])["8081", "8082"])
        {
            var free = FreePort();
            _reader.Here[$"--port {port}"] = $"--port {free}";
            _reader.Here[$"127.0.0.1:{port}"] = $"127.0.0.1:{free}";
        }
    }

    [Fact]
    public async Task Every_block_about_several_nodes_does_what_the_document_says()
    {
        // What the README makes of data of one's own is what is moved.
        await _reader.TypeAsync([.. DocumentBlocks.Of("README.md").Where(block => block.Script.Contains("--data ./mine", StringComparison.Ordinal))]);

        foreach (var page in Pages)
        {
            var blocks = DocumentBlocks.Of(page);
            Assert.NotEmpty(blocks);
            await _reader.TypeAsync(blocks);
        }

        // The page says to take another folder.
        using var again = Cluster("up", Directory.GetDirectories(_folder.Path, "attune-*")[0]);
        Assert.Contains("take another folder", await again.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        await again.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(1, again.ExitCode);
    }

    public void Dispose()
    {
        foreach (var servers in Directory.GetDirectories(_folder.Path, "attune-*"))
        {
            using var down = Cluster("down", servers);
            down.WaitForExit();
        }

        _folder.Dispose();
    }

    static Process Cluster(string verb, string servers) =>
        Process.Start(new ProcessStartInfo(Path.Combine(DocumentBlocks.Root(), "eng", "cluster"), [verb, servers]) { RedirectStandardError = true })!;

    static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
