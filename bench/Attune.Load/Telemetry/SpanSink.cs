using System.Net;
using System.Net.Sockets;

namespace Attune.Load.Telemetry;

/// <summary>A collector that takes what it is sent and keeps only its size: what is measured is the sender.</summary>
sealed class SpanSink : IAsyncDisposable
{
    readonly HttpListener _listener = new();
    readonly Task _taking;
    long _traceBytes;

    SpanSink(string address)
    {
        Address = address;
        _listener.Prefixes.Add(address + "/");
        _listener.Start();
        _taking = TakeAsync();
    }

    /// <summary>Where it listens, as <c>http://127.0.0.1:4318</c>.</summary>
    public string Address { get; }

    /// <summary>Bytes of traces taken so far.</summary>
    public long TraceBytes => Interlocked.Read(ref _traceBytes);

    /// <summary>Listens on a free port of the loopback.</summary>
    public static SpanSink Start()
    {
        using var free = new TcpListener(IPAddress.Loopback, 0);
        free.Start();
        var port = ((IPEndPoint)free.LocalEndpoint).Port;
        free.Stop();
        return new SpanSink(FormattableString.Invariant($"http://127.0.0.1:{port}"));
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _taking;
        _listener.Close();
    }

    async Task TakeAsync()
    {
        try
        {
            while (true)
            {
                var context = await _listener.GetContextAsync();
                using var body = new MemoryStream();
                await context.Request.InputStream.CopyToAsync(body);
                if (context.Request.Url?.AbsolutePath == "/v1/traces")
                {
                    Interlocked.Add(ref _traceBytes, body.Length);
                }

                context.Response.Close();
            }
        }
        catch (Exception stopped) when (stopped is HttpListenerException or ObjectDisposedException)
        {
            // It was told to stop while it waited for the next.
        }
    }
}
