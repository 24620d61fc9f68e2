using System.Security.Cryptography;
using Attune.Operating;

namespace Attune.Server.Hosting;

/// <summary>What a server needs to know to start.</summary>
public sealed record ServerOptions
{
    /// <summary>The data directory; made where it is missing. Default <c>./data</c>.</summary>
    public string Data { get; init; } = "./data";

    /// <summary>True to train by the schedule; false for a server started for one verb only. Default true.</summary>
    public bool Scheduled { get; init; } = true;

    /// <summary>What falls to this node. Default everything.</summary>
    public NodeRoles Roles { get; init; } = NodeRoles.All;

    /// <summary>
    /// How long a node that is asked to stop goes on answering while its readiness says that it drains, so that whoever spreads
    /// requests has time to notice. 0 to 10 minutes; default 0.
    /// </summary>
    public TimeSpan Drain { get; init; }

    /// <summary>True to begin, and to wait, where a server the settings name is away; false to fail then. Default false.</summary>
    public bool WaitsForServers { get; init; }

    /// <summary>The address listened on: an IP address, <c>localhost</c>, or <c>*</c> for all. Default 127.0.0.1.</summary>
    public string Host { get; init; } = "127.0.0.1";

    /// <summary>The port, 0 to 65535; 0 for one that is free. Default 8080.</summary>
    public int Port { get; init; } = 8080;

    /// <summary>
    /// The OpenTelemetry collector, as <c>http://127.0.0.1:4318</c>, spoken to by OTLP over HTTP. Null for what the
    /// environment variable <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> says; none where that is empty too.
    /// </summary>
    public string? OtlpEndpoint { get; init; }

    /// <summary>The share of requests that are traced, 0 to 1; a caller that traces is always followed. Default 0.05.</summary>
    public double TracedShare { get; init; } = 0.05;

    /// <summary>The folder of the built web console; null for <c>console</c> beside the program, or else the source tree's own.</summary>
    public string? Console { get; init; }

    /// <summary>True for logs in JSON, a line each. Default false: lines for people.</summary>
    public bool JsonLogs { get; init; }

    /// <summary>The least severe log written. Default warnings.</summary>
    public LogLevel LeastLog { get; init; } = LogLevel.Warning;

    /// <summary>Most requests under way at once, 1 to 100 000; more are turned away with 429. Default 1024.</summary>
    public int MostRequests { get; init; } = 1024;

    /// <summary>Most memory that bodies above 64 KiB hold together, in bytes, 1 MiB or more; more are turned away with 429. Default 256 MiB.</summary>
    public long MostBodyBytes { get; init; } = 256L << 20;

    /// <summary>Allows everything in every workspace to whoever holds it: for the command line on this machine. New at each start.</summary>
    public string LocalToken { get; init; } = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));

    /// <summary>The clock of keys and uptime.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>What is wrong with these options, a sentence each; empty where nothing is.</summary>
    public IEnumerable<string> Faults()
    {
        if (Port is < 0 or > 65_535)
        {
            yield return $"port is {Port}; it must be 0 to 65535.";
        }

        if (Roles == NodeRoles.None)
        {
            yield return $"roles names none; it must name one or more of {string.Join(", ", NodeRolesText.Names)}.";
        }

        if (Drain < TimeSpan.Zero || Drain > TimeSpan.FromMinutes(10))
        {
            yield return FormattableString.Invariant($"drain is {Drain.TotalSeconds} seconds; it must be 0 to 600.");
        }

        if (TracedShare is not (>= 0 and <= 1))
        {
            yield return $"traced share is {TracedShare}; it must be 0 to 1.";
        }

        if (MostRequests is < 1 or > 100_000)
        {
            yield return $"most requests is {MostRequests}; it must be 1 to 100000.";
        }

        if (MostBodyBytes < 1 << 20)
        {
            yield return $"most body bytes is {MostBodyBytes}; it must be {1 << 20} or more.";
        }

        if (OtlpEndpoint is { Length: > 0 } && OtlpAddress is null)
        {
            yield return $"OTLP endpoint is '{OtlpEndpoint}'; it must be an address as http://127.0.0.1:4318.";
        }
    }

    /// <summary>The collector's address, or null where none is set.</summary>
    internal Uri? OtlpAddress =>
        Uri.TryCreate(OtlpEndpoint ?? Environment.GetEnvironmentVariable("OTEL_EXPORTER_OTLP_ENDPOINT"), UriKind.Absolute, out var address)
        && address.Scheme is "http" or "https"
            ? address
            : null;
}
