using System.Text;
using Attune.History;

namespace Attune.Cluster.ClickHouse;

/// <summary>What a person's statement may not name: another workspace's database, the server's own tables, and what is outside of the server.</summary>
/// <remarks>It reads words, not grammar, and errs towards refusing: an alias that is called as another database is refused too.</remarks>
static class QuestionRules
{
    static readonly HashSet<string> Outside = new(StringComparer.OrdinalIgnoreCase)
    {
        "remote", "remoteSecure", "cluster", "clusterAllReplicas", "merge", "file", "url", "mysql", "postgresql", "mongodb", "redis", "sqlite",
        "odbc", "jdbc", "s3", "s3Cluster", "gcs", "hdfs", "hdfsCluster", "azureBlobStorage", "iceberg", "deltaLake", "hudi", "executable",
        "dictionary", "input", "fileCluster", "urlCluster", "viewIfPermitted", "mergeTreeIndex", "catBoostPool", "shardByHash", "view", "loop",
        "getSetting", "currentUser",
    };

    static readonly HashSet<string> Reading = new(StringComparer.OrdinalIgnoreCase) { "SELECT", "WITH", "DESCRIBE", "DESC", "SHOW", "EXISTS", "EXPLAIN" };

    /// <summary>Refuses a statement by message.</summary>
    /// <param name="sql">The statement.</param>
    /// <param name="own">The workspace's database.</param>
    /// <param name="databases">All databases of the server.</param>
    /// <exception cref="HistoryQueryException">It is empty, sets settings, or names what it may not.</exception>
    public static void Refuse(string sql, string own, IReadOnlySet<string> databases)
    {
        var words = Words(sql);
        if (words.All(word => word.Text == ";"))
        {
            throw new HistoryQueryException("There is no statement in the text.");
        }

        // Read-only is no wall for every statement: old servers end other people's queries in it.
        if (!words[0].IsName ? words[0].Text != "(" : !Reading.Contains(words[0].Text))
        {
            throw new HistoryQueryException("Only statements that read are answered: SELECT, WITH, DESCRIBE, SHOW, EXISTS, EXPLAIN.");
        }

        var end = words.FindIndex(word => word.Text == ";");
        if (end >= 0 && words.Skip(end).Any(word => word.Text != ";"))
        {
            throw new HistoryQueryException("There are several statements in the text; one is answered at a time.");
        }

        for (var at = 0; at < words.Count; at++)
        {
            var (text, isName) = words[at];
            var next = at + 1 < words.Count ? words[at + 1].Text : "";
            var last = at > 0 ? words[at - 1].Text : "";
            if (isName && text != own && databases.Contains(text) && (next == "." || Is(last, "FROM") || Is(last, "IN") || Is(last, "DATABASE")))
            {
                throw new HistoryQueryException($"The database '{text}' is not this workspace's.");
            }

            if (isName && next == "(" && Outside.Contains(text))
            {
                throw new HistoryQueryException($"The function {text} reads what is not this workspace's.");
            }

            if (isName && (Is(text, "SETTINGS") || Is(text, "OUTFILE") || Is(text, "FORMAT")) && next is not ("(" or "." or "," or ""))
            {
                throw new HistoryQueryException($"The word {text} is not taken in a question; its limits and its format are set.");
            }
        }
    }

    static bool Is(string word, string keyword) => word.Equals(keyword, StringComparison.OrdinalIgnoreCase);

    // Names, quoted or not, and single other characters; texts, numbers' tails, and comments are left out.
    static List<(string Text, bool IsName)> Words(string sql)
    {
        var words = new List<(string, bool)>();
        for (var at = 0; at < sql.Length;)
        {
            var letter = sql[at];
            if (letter is '`' or '"')
            {
                words.Add((Quoted(sql, ref at), true));
            }
            else if (letter == '\'')
            {
                _ = Quoted(sql, ref at);
                words.Add(("'", false));
            }
            else if (sql.AsSpan(at).StartsWith("--"))
            {
                at = sql.IndexOf('\n', at) is >= 0 and var line ? line + 1 : sql.Length;
            }
            else if (sql.AsSpan(at).StartsWith("/*"))
            {
                at = sql.IndexOf("*/", at + 2, StringComparison.Ordinal) is >= 0 and var close ? close + 2 : sql.Length;
            }
            else if (char.IsLetter(letter) || letter == '_')
            {
                var start = at;
                while (at < sql.Length && (char.IsLetterOrDigit(sql[at]) || sql[at] == '_'))
                {
                    at++;
                }

                words.Add((sql[start..at], true));
            }
            else
            {
                at++;
                if (!char.IsWhiteSpace(letter))
                {
                    words.Add((letter.ToString(), false));
                }
            }
        }

        return words;
    }

    static string Quoted(string sql, ref int at)
    {
        var quote = sql[at++];
        var text = new StringBuilder();
        while (at < sql.Length)
        {
            if (sql[at] == '\\' && at + 1 < sql.Length)
            {
                text.Append(sql[at + 1]);
                at += 2;
            }
            else if (sql[at] == quote && at + 1 < sql.Length && sql[at + 1] == quote)
            {
                text.Append(quote);
                at += 2;
            }
            else if (sql[at] == quote)
            {
                at++;
                break;
            }
            else
            {
                text.Append(sql[at++]);
            }
        }

        return text.ToString();
    }
}
