using System.Text.RegularExpressions;
using Attune.Operating;

namespace Attune.Cluster.ClickHouse;

/// <summary>Where ClickHouse is, and how long it is waited for.</summary>
public sealed partial record ClickHouseSettings
{
    /// <summary>The address of its HTTP interface: http or https, host and port, and no more. Default <c>http://127.0.0.1:8123</c>.</summary>
    public string Url { get; init; } = "http://127.0.0.1:8123";

    /// <summary>As whom the rows are written and read. Default <c>default</c>.</summary>
    public string User { get; init; } = "default";

    /// <summary>The user's password; empty, the default, for none.</summary>
    public string Password { get; init; } = "";

    /// <summary>As whom people's questions are asked; empty, the default, for <see cref="User"/>. Best a user that may read one workspace's database and nothing else.</summary>
    public string QuestionUser { get; init; } = "";

    /// <summary>The password of <see cref="QuestionUser"/>.</summary>
    public string QuestionPassword { get; init; } = "";

    /// <summary>A workspace's database is called this and its name. Letters, digits and underscores, a letter first, up to 64; default <c>attune_</c>.</summary>
    public string DatabasePrefix { get; init; } = "attune_";

    /// <summary>
    /// The cluster, by its name in ClickHouse's <c>remote_servers</c>: tables are made on each of its servers, and rows are
    /// spread by user. Empty, the default, for the one server at <see cref="Url"/>.
    /// </summary>
    public string ClusterName { get; init; } = "";

    /// <summary>
    /// Whether tables are made, merged and erased on all servers of the cluster at once (<c>ON CLUSTER</c>, which needs a Keeper). False
    /// where each is told by itself: the one at <see cref="Url"/>, and <see cref="Servers"/>. Default true.
    /// </summary>
    public bool ClusterDdl { get; init; } = true;

    /// <summary>
    /// Where <see cref="ClusterDdl"/> is false: the other servers of the cluster, each by the address of its HTTP interface, as
    /// <see cref="Url"/>. 0 to 1 000; none by default.
    /// </summary>
    public IReadOnlyList<string> Servers { get; init; } = [];

    /// <summary>True where the shards of the cluster have replicas; ClickHouse then needs its macros <c>shard</c> and <c>replica</c>, and a Keeper. Default false.</summary>
    public bool Replicated { get; init; }

    /// <summary>How long a connection may take to be made. 10 ms to 1 min; default 2 s.</summary>
    public TimeSpan ConnectTime { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How long the server may be silent: before it answers, and in the middle of an answer. 50 ms to 1 h; default 30 s.</summary>
    public TimeSpan AnswerTime { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long an append may take. 50 ms to 1 h; default 2 min.</summary>
    public TimeSpan AppendTime { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>How long the readings that sort or count everything may be silent, and an erasure may take. 1 s to 1 day; default 1 h.</summary>
    public TimeSpan LongTime { get; init; } = TimeSpan.FromHours(1);

    /// <summary>How often what may be asked twice is asked again before it has failed. 0 to 10; default 3.</summary>
    public int Retries { get; init; } = 3;

    /// <summary>About how long the first wait before asking again is; it doubles, and chance varies it. 1 ms to 1 min; default 100 ms.</summary>
    public TimeSpan FirstRetry { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>When of at least so many calls within half a minute and <see cref="AnswerTime"/> half could not reach the server, calls fail at once. 2 to 1 000; default 5.</summary>
    public int BreakAfter { get; init; } = 5;

    /// <summary>How long calls then fail at once, until one is let through to see. 500 ms to 5 min; default 5 s.</summary>
    public TimeSpan BreakTime { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Whether rows are packed with gzip on their way to the server: worth it where the network is slower than some 100 MB/s. Default false.</summary>
    public bool Compress { get; init; }

    /// <summary>Most memory that one question or reading may use in the server, in bytes; larger sorts and counts go over its disk. 64 MiB to 1 TiB; default 4 GiB.</summary>
    public long QueryMemoryBytes { get; init; } = 4L << 30;

    /// <summary>How long the server keeps files it has replaced, erased rows among them, against a loss of power. 1 s to 1 day; default 8 min, ClickHouse's own.</summary>
    public TimeSpan OldFilesTime { get; init; } = TimeSpan.FromMinutes(8);

    /// <summary>What is wrong, a sentence a field; empty where nothing is.</summary>
    public IReadOnlyList<string> Faults() => new SettingFaults("clickHouse")
        .Must(IsAddress(Url), nameof(Url), $"'{Url}'; it must be http:// or https://, a host and a port, and no path.")
        .Must(User.Length > 0, nameof(User), $"empty; it must be a user's name.")
        .Must(Identifier().IsMatch(DatabasePrefix), nameof(DatabasePrefix), $"'{DatabasePrefix}'; it must be 1 to 64 letters, digits and underscores, a letter first.")
        .Must(ClusterName.Length == 0 || Identifier().IsMatch(ClusterName), nameof(ClusterName), $"'{ClusterName}'; it must be empty or 1 to 64 letters, digits and underscores, a letter first.")
        .Within(Servers.Count, 0, 1_000, "Servers.Count")
        .Must(Servers.All(IsAddress), nameof(Servers), $"'{Servers.FirstOrDefault(server => !IsAddress(server))}'; each must be http:// or https://, a host and a port, and no path.")
        .Must(Servers.Count == 0 || (ClusterName.Length > 0 && !ClusterDdl), nameof(Servers), $"not empty; it must be where clusterName is empty or clusterDdl is true.")
        .Must(!Replicated || ClusterName.Length > 0, nameof(Replicated), $"true; it must be false where clusterName is empty.")
        .Within(ConnectTime, TimeSpan.FromMilliseconds(10), TimeSpan.FromMinutes(1))
        .Within(AnswerTime, TimeSpan.FromMilliseconds(50), TimeSpan.FromHours(1))
        .Within(AppendTime, TimeSpan.FromMilliseconds(50), TimeSpan.FromHours(1))
        .Within(LongTime, TimeSpan.FromSeconds(1), TimeSpan.FromDays(1))
        .Within(Retries, 0, 10)
        .Within(FirstRetry, TimeSpan.FromMilliseconds(1), TimeSpan.FromMinutes(1))
        .Within(BreakAfter, 2, 1_000)
        .Within(BreakTime, TimeSpan.FromMilliseconds(500), TimeSpan.FromMinutes(5))
        .Within(QueryMemoryBytes, 64L << 20, 1L << 40)
        .Within(OldFilesTime, TimeSpan.FromSeconds(1), TimeSpan.FromDays(1))
        .Found;

    static bool IsAddress(string url) => Uri.TryCreate(url, UriKind.Absolute, out var address)
        && (address.Scheme is "http" or "https") && address.PathAndQuery == "/" && address.UserInfo.Length == 0;

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9_]{0,63}$")]
    internal static partial Regex Identifier();
}
