using System.Globalization;
using Attune.History;

namespace Attune.Embedded.History;

/// <summary>A share of the users as a condition of DuckDB's SQL.</summary>
static class UserShares
{
    /// <summary>The profile key of a row.</summary>
    public const string Profile = "CASE WHEN user_id IS NULL THEN 's:' || session_id ELSE 'u:' || user_id END";

    /// <summary>True for the rows of the users of a share: <see cref="UserSample"/>, by the hexadecimal text of the hash.</summary>
    public static string Condition(double share) => UserSample.Limit(share) is var limit and < 1L << 32
        ? string.Create(CultureInfo.InvariantCulture, $"md5({Profile}) < '{limit:x8}'")
        : "true";
}
