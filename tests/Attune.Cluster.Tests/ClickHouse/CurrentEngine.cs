using System.Diagnostics;
using Attune.Cluster.ClickHouse;
using Attune.Embedded.Tests;
using Microsoft.Extensions.Logging.Abstractions;

namespace Attune.Cluster.Tests.ClickHouse;

/// <summary>A current engine for the language of the statements: chDB in a Node process behind <c>chdb.js</c>.</summary>
public sealed class CurrentEngine : IAsyncLifetime
{
    const string Package = "chdb@3.4.0";

    readonly TemporaryFolder _folder = new();
    Process? _node;
    int _workspaces;

    /// <summary>Why it is not there; null where it is.</summary>
    public string? Missing { get; private set; }

    public ClickHouseSettings Settings { get; private set; } = new();

    public async ValueTask InitializeAsync()
    {
        var modules = Path.Combine(ServerScript.Root(), "artifacts", "chdb");
        Directory.CreateDirectory(modules);
        if (!Directory.Exists(Path.Combine(modules, "node_modules", "chdb")))
        {
            Missing = await InstallAsync(modules);
        }

        if (Missing is null)
        {
            var script = Path.Combine(ServerScript.Root(), "tests", "Attune.Cluster.Tests", "ClickHouse", "chdb.js");
            _node = Start("node", [script, Path.Combine(modules, "node_modules"), _folder.Path]);
            var address = await _node.StandardOutput.ReadLineAsync();
            Missing = address is null ? $"chDB does not run here: {await _node.StandardError.ReadToEndAsync()}" : null;
            Settings = new ClickHouseSettings { Url = $"http://{address}", Retries = 0 };
        }
    }

    public string Workspace() => $"w{Interlocked.Increment(ref _workspaces)}";

    internal ValueTask<ClickHouseHistory> OpenAsync(string workspace)
    {
        Assert.SkipWhen(Missing is not null, Missing ?? "");
        return ClickHouseHistory.OpenAsync(workspace, Settings, TimeProvider.System, NullLoggerFactory.Instance, TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        if (_node is not null)
        {
            _node.StandardInput.Close();
            await _node.WaitForExitAsync();
            _node.Dispose();
        }

        _folder.Dispose();
    }

    static async Task<string?> InstallAsync(string folder)
    {
        try
        {
            using var npm = Start("npm", ["install", "--no-audit", "--no-fund", "--silent", "--prefix", folder, Package]);
            npm.StandardInput.Close();
            var (said, wrong) = (npm.StandardOutput.ReadToEndAsync(), npm.StandardError.ReadToEndAsync());
            await npm.WaitForExitAsync();
            return npm.ExitCode == 0 ? null : $"npm could not install {Package}: {await wrong}{await said}";
        }
        catch (System.ComponentModel.Win32Exception missing)
        {
            return $"npm is not there: {missing.Message}";
        }
    }

    static Process Start(string program, string[] arguments) => Process.Start(new ProcessStartInfo(program, arguments)
    {
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    })!;
}

/// <summary>The tests that share the engine, one after another.</summary>
[CollectionDefinition(Name)]
public sealed class SharedCurrentEngine : ICollectionFixture<CurrentEngine>
{
    public const string Name = "current ClickHouse";
}
