using Attune.Load;

namespace Attune.Server.Tests.Verbs;

/// <summary>Ctrl-C and SIGTERM end a server by itself, and the next start finds everything.</summary>
public sealed class StopTests : IDisposable
{
    readonly ScratchFolder _folder = new();

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public async Task A_signal_stops_the_server_and_a_second_start_takes_up_its_data(string signal)
    {
        var cancellation = TestContext.Current.CancellationToken;
        var shell = new Shell(_folder.Path);
        using var serving = shell.Start("serve", "--port", "0");
        var address = (await serving.StandardOutput.ReadLineAsync(cancellation))!.Split(' ', ',')[3];
        using (var http = new HttpClient { BaseAddress = new Uri(address) })
        using (var body = new StringContent("""{"type":"view","userId":"ann","itemId":"tea"}""", System.Text.Encoding.UTF8, "application/json"))
        {
            (await http.PostAsync("v1/events", body, cancellation)).EnsureSuccessStatusCode();
        }

        Assert.Equal(0, await Shell.SignalAsync(serving, signal));
        Assert.False(File.Exists(Path.Combine(_folder.Path, "data", "server.json")));

        await using var second = await ServerProcess.StartAsync(ServerProcess.Executable, Path.Combine(_folder.Path, "data"), cancellation);
        var profile = await second.GetAsync("v1/users/ann/profile", cancellation);
        Assert.Equal(1, profile.GetProperty("counts").GetProperty("view").GetInt64());
    }

    [Fact]
    public async Task A_signal_ends_shoppers_that_would_keep_arriving()
    {
        using var simulating = new Shell(_folder.Path).Start("simulate");
        await simulating.StandardError.ReadLineAsync(TestContext.Current.CancellationToken);

        Assert.True(await Shell.SignalAsync(simulating, "TERM") is 0 or 1);
    }

    public void Dispose() => _folder.Dispose();
}
