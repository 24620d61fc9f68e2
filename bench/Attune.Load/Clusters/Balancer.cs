using System.Net;
using System.Text;

namespace Attune.Load.Clusters;

/// <summary>Spreads requests over nodes as a load balancer does: in turn, and to the next where one does not answer or sends away.</summary>
/// <remarks>A request is tried at most three times, each within its own time. An event that is sent again carries the same id.</remarks>
sealed class Balancer(IReadOnlyList<Node> nodes) : IDisposable
{
    const int MostTries = 3;

    readonly HttpClient _http = new(new SocketsHttpHandler { MaxConnectionsPerServer = 512, ConnectTimeout = TimeSpan.FromSeconds(1) })
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };

    int _turn;
    int _retried;

    /// <summary>Requests that needed more than one try.</summary>
    public int Retried => _retried;

    /// <summary>How long one try may take.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>A node that serves and has a role; null where none does.</summary>
    /// <param name="role">The role.</param>
    /// <param name="except">Those that did not answer this request.</param>
    public Node? Next(string role, IReadOnlyCollection<Node>? except = null)
    {
        var turn = (uint)Interlocked.Increment(ref _turn);
        for (var tries = 0; tries < nodes.Count; tries++)
        {
            var node = nodes[(int)((turn + (uint)tries) % (uint)nodes.Count)];
            if (node.IsServing && except?.Contains(node) != true && (node.Roles == "all" || node.Roles.Contains(role, StringComparison.Ordinal)))
            {
                return node;
            }
        }

        return null;
    }

    /// <summary>The body of the answer; null where no try came to one.</summary>
    public async Task<string?> GetAsync(string role, string path, CancellationToken cancellation) =>
        await SendAsync(role, address => new HttpRequestMessage(HttpMethod.Get, new Uri(address, path)), cancellation);

    /// <summary>The body of the answer; null where no try came to one.</summary>
    public async Task<string?> PostAsync(string role, string path, string body, CancellationToken cancellation) =>
        await SendAsync(
            role,
            address => new HttpRequestMessage(HttpMethod.Post, new Uri(address, path)) { Content = new StringContent(body, Encoding.UTF8, "application/json") },
            cancellation);

    public void Dispose() => _http.Dispose();

    async Task<string?> SendAsync(string role, Func<Uri, HttpRequestMessage> request, CancellationToken cancellation)
    {
        var asked = new List<Node>();
        for (var tries = 0; tries < MostTries; tries++)
        {
            // Who did not answer is asked again only when nobody else is left.
            var node = Next(role, asked) ?? Next(role);
            if (node?.Address is not { } address)
            {
                return null;
            }

            asked.Add(node);

            if (tries == 1)
            {
                Interlocked.Increment(ref _retried);
            }

            using var time = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            time.CancelAfter(Patience);
            try
            {
                using var sent = request(address);
                using var answer = await _http.SendAsync(sent, time.Token);
                if (answer.StatusCode is HttpStatusCode.OK or HttpStatusCode.Accepted or HttpStatusCode.Created)
                {
                    return await answer.Content.ReadAsStringAsync(time.Token);
                }
            }
            catch (Exception down) when (down is HttpRequestException or IOException or OperationCanceledException && !cancellation.IsCancellationRequested)
            {
                // The next node is asked.
            }
        }

        return null;
    }
}
