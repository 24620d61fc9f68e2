using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Attune.Server.Tests.Telemetry;

/// <summary>An OpenTelemetry collector that remembers the names of the spans it was sent, and the metrics as they came.</summary>
sealed class Collector : IAsyncDisposable
{
    // ExportTraceServiceRequest: resource_spans = 1, scope_spans = 2, spans = 2, name = 5.
    static readonly int[] PathToName = [1, 2, 2, 5];

    readonly WebApplication _app;
    readonly ConcurrentDictionary<string, int> _names = new();
    readonly ConcurrentQueue<byte[]> _metrics = new();

    Collector(WebApplication app) => _app = app;

    public string Address => _app.Urls.First();

    public ICollection<string> Names => _names.Keys;

    /// <summary>Whether metrics named a trace: only exemplars do.</summary>
    public bool MetricsName(ActivityTraceId trace)
    {
        var bytes = new byte[16];
        trace.CopyTo(bytes);
        return _metrics.Any(body => body.AsSpan().IndexOf(bytes) >= 0);
    }

    public static async Task<Collector> StartAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, 0));
        var app = builder.Build();
        var collector = new Collector(app);
        app.Run(collector.TakeAsync);
        await app.StartAsync();
        return collector;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    async Task TakeAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        if (context.Request.Path == "/v1/traces")
        {
            Read(body.ToArray(), depth: 0);
        }
        else
        {
            _metrics.Enqueue(body.ToArray());
        }
    }

    // Protocol buffers: a key (field << 3 | wire type), then a varint, 8 bytes, a length and its bytes, or 4 bytes.
    void Read(ReadOnlySpan<byte> message, int depth)
    {
        while (message.Length > 0)
        {
            var key = Varint(ref message);
            switch (key & 7)
            {
                case 0:
                    Varint(ref message);
                    break;
                case 1:
                    message = message[8..];
                    break;
                case 5:
                    message = message[4..];
                    break;
                default:
                    var length = (int)Varint(ref message);
                    Take((int)(key >> 3), message[..length], depth);
                    message = message[length..];
                    break;
            }
        }
    }

    void Take(int field, ReadOnlySpan<byte> value, int depth)
    {
        if (field != PathToName[depth])
        {
            return;
        }

        if (depth == PathToName.Length - 1)
        {
            _names[Encoding.UTF8.GetString(value)] = 1;
        }
        else
        {
            Read(value, depth + 1);
        }
    }

    static ulong Varint(ref ReadOnlySpan<byte> bytes)
    {
        ulong value = 0;
        for (var shift = 0; ; shift += 7)
        {
            var next = bytes[0];
            bytes = bytes[1..];
            value |= (ulong)(next & 0x7f) << shift;
            if (next < 0x80)
            {
                return value;
            }
        }
    }
}
