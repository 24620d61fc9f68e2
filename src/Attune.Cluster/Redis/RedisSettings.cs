using System.Text.RegularExpressions;
using Attune.Operating;

namespace Attune.Cluster.Redis;

/// <summary>Where the state store's servers are, and how they are spoken to. Redis 6 or later, or Valkey; single, with replicas, behind sentinels, or a cluster.</summary>
public sealed partial record RedisSettings
{
    /// <summary>
    /// The servers, each <c>host:port</c>: one, a master and its replicas in any order, or some nodes of a cluster, which names the
    /// others. 1 to 100; none where <see cref="Sentinels"/> are named.
    /// </summary>
    public IReadOnlyList<string> Endpoints { get; init; } = [];

    /// <summary>
    /// Sentinels that say which server is the master, each <c>host:port</c>; best all of them, since most of those named here must agree
    /// before a master that answers is left. 0 to 100; none by default.
    /// </summary>
    public IReadOnlyList<string> Sentinels { get; init; } = [];

    /// <summary>What the sentinels call the master; empty, the default, where there are none.</summary>
    public string MasterName { get; init; } = "";

    /// <summary>The name to log in with at the sentinels; null where they know only a password, or none.</summary>
    public string? SentinelUser { get; init; }

    /// <summary>The sentinels' password, which is none of the servers'; null where none is asked for. No message and no log shows it.</summary>
    public string? SentinelPassword { get; init; }

    /// <summary>The name to log in with; null where the server knows only a password, or none.</summary>
    public string? User { get; init; }

    /// <summary>The password; null where none is asked for. No message and no log shows it.</summary>
    public string? Password { get; init; }

    /// <summary>Whether connections are encrypted. Default false.</summary>
    public bool Tls { get; init; }

    /// <summary>A PEM file of the authorities whose certificates are trusted, for those the system does not know; null for the system's own.</summary>
    public string? TlsAuthority { get; init; }

    /// <summary>The number of the database. 0 to 65 535, in a cluster 0; default 0.</summary>
    public int Database { get; init; }

    /// <summary>
    /// What every key begins with, before a colon: another one for each installation that shares the servers with others. 1 to 64 letters,
    /// digits, <c>.</c>, <c>_</c>, <c>-</c> and <c>:</c>, a letter or digit first and last; default <c>attune</c>.
    /// </summary>
    public string Prefix { get; init; } = "attune";

    /// <summary>How long a call may take with everything: waiting, tries, a fail-over in between. 10 ms to 1 minute; default 2 seconds.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// While a server is away callers are turned off until it is heard of, which is tried every second; after this long one of them tries
    /// it in any case. 0.5 to 60 seconds; default 10 seconds.
    /// </summary>
    public TimeSpan BreakTime { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Most calls that wait for one server at once; more are turned off. 16 to 1 000 000; default 16 384.</summary>
    public int Queue { get; init; } = 16_384;

    /// <summary>A profile, a list or an alias nobody wrote for this long is forgotten. 1 hour to 10 years; default 400 days.</summary>
    public TimeSpan ProfileTtl { get; init; } = TimeSpan.FromDays(400);

    /// <summary>
    /// Most bytes of a profile, list or alias. A longer one is not stored: the one before stays, the log says so, and it is counted.
    /// 1 024 to 16 777 216; default 131 072.
    /// </summary>
    public int ProfileBytes { get; init; } = 131_072;

    /// <summary>
    /// After a start or a fail-over so many events of each partition are applied again, which must be more than are written in the time a
    /// replica may lag, a second or so. 0 to 1 000 000 000; default 100 000.
    /// </summary>
    public long RewindEvents { get; init; } = 100_000;

    /// <summary>How old a count of values may be, since counting reads all their names. 0 to 1 day; default 1 minute.</summary>
    public TimeSpan MeasureAge { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>What is wrong, a sentence a field; empty where nothing is.</summary>
    public IReadOnlyList<string> Faults()
    {
        var faults = new SettingFaults("redis")
            .Within(Endpoints.Count, Sentinels.Count > 0 ? 0 : 1, 100, "Endpoints.Count")
            .Within(Sentinels.Count, 0, 100, "Sentinels.Count")
            .Must(Sentinels.Count > 0 == MasterName.Length > 0, nameof(MasterName), $"\"{MasterName}\", with {Sentinels.Count} sentinels; it must be named where they are, and only there.")
            .Must(SentinelUser is null || SentinelPassword is not null, nameof(SentinelUser), $"\"{SentinelUser}\", without a password.")
            .Must(User is null || Password is not null, nameof(User), $"\"{User}\", without a password.")
            .Must(TlsAuthority is null || Tls, nameof(TlsAuthority), $"\"{TlsAuthority}\", though tls is false.")
            .Within(Database, 0, 65_535)
            .Must(
                Prefixes().IsMatch(Prefix),
                nameof(Prefix),
                $"\"{Prefix}\", of {Prefix.Length} characters; it must be 1 to 64 letters, digits, '.', '_', '-' and ':', a letter or digit first and last, and no braces.")
            .Within(Timeout, TimeSpan.FromMilliseconds(10), TimeSpan.FromMinutes(1))
            .Within(BreakTime, TimeSpan.FromSeconds(0.5), TimeSpan.FromMinutes(1))
            .Within(Queue, 16, 1_000_000)
            .Within(ProfileTtl, TimeSpan.FromHours(1), TimeSpan.FromDays(3_650))
            .Within(ProfileBytes, 1_024, 16_777_216)
            .Within(RewindEvents, 0, 1_000_000_000)
            .Within(MeasureAge, TimeSpan.Zero, TimeSpan.FromDays(1));
        foreach (var endpoint in Endpoints)
        {
            faults.Must(RedisEndpoint.TryParse(endpoint, out _), nameof(Endpoints), $"\"{endpoint}\"; it must be host:port, with a port of 1 to 65535.");
        }

        foreach (var sentinel in Sentinels)
        {
            faults.Must(RedisEndpoint.TryParse(sentinel, out _), nameof(Sentinels), $"\"{sentinel}\"; it must be host:port, with a port of 1 to 65535.");
        }

        return faults.Found;
    }

    /// <summary>All that are named, as messages say it.</summary>
    internal string Places => string.Join(", ", Endpoints.Concat(Sentinels.Select(sentinel => $"{sentinel} (a sentinel)")));

    // A pattern of SCAN takes none of these for more than itself, and braces would put keys into slots of their own.
    [GeneratedRegex("^[A-Za-z0-9]([A-Za-z0-9._:-]{0,62}[A-Za-z0-9])?\\z")]
    internal static partial Regex Prefixes();

    /// <summary>Without the password.</summary>
    public override string ToString() => $"redis {Places}, database {Database}{(Tls ? ", encrypted" : "")}";
}
