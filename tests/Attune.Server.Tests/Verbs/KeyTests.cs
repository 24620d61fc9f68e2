using System.Net;
using System.Net.Http.Headers;
using Attune.Load;

namespace Attune.Server.Tests.Verbs;

/// <summary>Keys made at the shell, against a server in a process of its own.</summary>
public sealed class KeyTests : IDisposable
{
    readonly ScratchFolder _folder = new();

    [Fact]
    public async Task A_key_opens_what_its_scope_says_until_it_is_revoked()
    {
        var cancellation = TestContext.Current.CancellationToken;
        var shell = new Shell(_folder.Path);
        var read = (await shell.RunAsync("keys", "create", "--scope", "read", "--label", "shop window", "--json")).Ends(0).Json;
        var id = read.GetProperty("id").GetString()!;
        var key = read.GetProperty("key").GetString()!;

        await using var server = await ServerProcess.StartAsync(ServerProcess.Executable, Path.Combine(_folder.Path, "data"), cancellation);
        var write = (await shell.RunAsync("keys", "create", "--scope", "write")).Ends(0).Output.Trim();
        (await shell.RunAsync("keys", "list")).Ends(0, id, "shop window");
        Assert.Equal(2, (await shell.RunAsync("keys", "list", "--json")).Ends(0).Json.GetProperty("keys").GetArrayLength());

        Assert.Equal(HttpStatusCode.Unauthorized, await PutItemAsync(server, null));
        Assert.Equal(HttpStatusCode.Unauthorized, await PutItemAsync(server, key[..^1] + (key[^1] == '0' ? '1' : '0')));
        Assert.Equal(HttpStatusCode.Forbidden, await PutItemAsync(server, key));
        Assert.Equal(HttpStatusCode.Created, await PutItemAsync(server, write));
        Assert.Equal(HttpStatusCode.OK, await RecommendAsync(server, key));

        (await shell.RunAsync("keys", "revoke", id)).Ends(0, "Revoked");
        Assert.Equal(HttpStatusCode.Unauthorized, await RecommendAsync(server, key));
        (await shell.RunAsync("keys", "revoke", "nobody")).Ends(1, "404", "nobody");
    }

    static Task<HttpStatusCode> PutItemAsync(ServerProcess server, string? key) =>
        AskAsync(server, HttpMethod.Put, "v1/items/tea", key, """{"price":3}""");

    static Task<HttpStatusCode> RecommendAsync(ServerProcess server, string key) =>
        AskAsync(server, HttpMethod.Get, "v1/users/ann/recommendations", key, null);

    static async Task<HttpStatusCode> AskAsync(ServerProcess server, HttpMethod method, string path, string? key, string? body)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Headers.Authorization = key is null ? null : new AuthenticationHeaderValue("Bearer", key);
        request.Content = body is null ? null : new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        using var answer = await server.Http.SendAsync(request, TestContext.Current.CancellationToken);
        return answer.StatusCode;
    }

    public void Dispose() => _folder.Dispose();
}
