using System.Globalization;
using System.Text.RegularExpressions;

namespace Attune.Cluster.ClickHouse;

/// <summary>ClickHouse could not be reached, did not answer in time, or refused a statement.</summary>
/// <remarks>The engine takes it, as any <see cref="IOException"/>, for storage that is away: what was under way is tried again.</remarks>
public sealed partial class ClickHouseException : IOException
{
    const int LongestMessage = 1_000;

    ClickHouseException(string message, int? code, Exception? cause) : base(message, cause) => Code = code;

    /// <summary>ClickHouse's number of the error, as 62 for a syntax error; null where the server itself said nothing.</summary>
    public int? Code { get; }

    /// <summary>What the server said, without the number and what is around it; empty where it said nothing.</summary>
    public string Said { get; private init; } = "";

    /// <summary>True where the server was not reached, or went silent: whether the statement was carried out is not known.</summary>
    public bool IsAway => Code is null;

    /// <summary>True where the same statement may go through later: the server was away, was busy, or had lost a server of its own.</summary>
    /// <remarks>202 too many queries at once, 203 no free connection, 209 and 210 a time-out and a fault between servers, 252 too many parts, 32 and 279 a server of the cluster that goes or is away, 319 not known whether inserted, 999 Keeper.</remarks>
    public bool MayPass => Code is null or 32 or 202 or 203 or 209 or 210 or 252 or 279 or 319 or 999;

    internal static ClickHouseException Away(Uri server, string doing, string why, Exception? cause = null) =>
        new($"ClickHouse at {server.Authority} could not {doing}: {why}", null, cause);

    internal static ClickHouseException Refused(Uri server, string doing, string answer)
    {
        var error = Error().Match(answer);
        var said = error.Success ? error.Groups["said"].Value.Trim() : answer.Trim();
        said = Within(said, answer);
        said = said.Length <= LongestMessage ? said : said[..LongestMessage] + " …";
        int? code = error.Success ? int.Parse(error.Groups["code"].Value, CultureInfo.InvariantCulture) : -1;
        return new($"ClickHouse at {server.Authority} could not {doing}: {said} (code {code})", code, null) { Said = said };
    }

    // What a server of a cluster says of another one it could not reach: every try in a line of its own.
    static string Within(string said, string answer)
    {
        var log = said.IndexOf("Log:", StringComparison.Ordinal);
        var tries = log < 0 ? [] : Try().Matches(answer[answer.IndexOf("Log:", StringComparison.Ordinal)..]).Select(one => one.Groups["said"].Value).Distinct().ToList();
        return tries.Count == 0 ? said : $"{said[..log].TrimEnd(' ', '.')}: {string.Join("; ", tries)}";
    }

    [GeneratedRegex(@"^Code: \d+[.,] (?:e\.displayText\(\) = )?DB::(?:Net)?Exception: (?<said>.*?)(?:, e\.what\(\) = .*|\. \([A-Z_]+\).*)?$", RegexOptions.Multiline)]
    private static partial Regex Try();

    // Old: Code: 62, e.displayText() = DB::Exception: what, e.what() = DB::Exception. New: Code: 62. DB::Exception: what. (NAME) (version …)
    [GeneratedRegex(@"Code: (?<code>\d+)[.,] (?:e\.displayText\(\) = )?DB::(?:Net)?Exception: (?<said>.*?)(?:, e\.what\(\) = .*| \(version .*)?\s*$", RegexOptions.Singleline)]
    private static partial Regex Error();
}
