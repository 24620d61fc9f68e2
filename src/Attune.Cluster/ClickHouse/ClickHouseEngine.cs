namespace Attune.Cluster.ClickHouse;

/// <summary>What one server's version can do, as it says itself: versions seven years apart are spoken to in nearly the same words.</summary>
/// <param name="Version">As <c>18.16.1</c>.</param>
/// <param name="TimeZone">In which it shows instants whose type names no zone.</param>
/// <param name="Features">Those of <see cref="Asked"/> that it has.</param>
sealed record ClickHouseEngine(string Version, string TimeZone, IReadOnlySet<string> Features)
{
    const string AllMonthsAtOnce = "max_partitions_per_insert_block";
    const string AsyncInsert = "async_insert";
    const string EndWithCaller = "cancel_http_readonly_queries_on_client_close";

    /// <summary>Asks a server what it is: a line with version and zone, and a line for each feature.</summary>
    public static string Asked { get; } = $"""
        SELECT concat(version(), '\n', timezone()) AS name
        UNION ALL SELECT name FROM system.settings WHERE name IN ('{AllMonthsAtOnce}', '{AsyncInsert}', '{EndWithCaller}')
        UNION ALL SELECT name FROM system.functions WHERE name = 'fromUnixTimestamp64Micro'
        UNION ALL SELECT name FROM system.merge_tree_settings WHERE name IN ('fsync_after_insert', 'fsync_part_directory')
        FORMAT TabSeparatedRaw
        """;

    /// <summary>Reads what a server answered to <see cref="Asked"/>; the parts of a union may come in any order.</summary>
    public static ClickHouseEngine Parse(string answer)
    {
        var lines = answer.Split('\n');
        var version = Array.FindIndex(lines, line => line.Length > 0 && char.IsAsciiDigit(line[0]));
        return new ClickHouseEngine(lines[version], lines[version + 1], lines.ToHashSet(StringComparer.Ordinal));
    }

    /// <summary>True where instants are shown to the microsecond, false where to the second.</summary>
    public bool ShowsMicros => Features.Contains("fromUnixTimestamp64Micro");

    /// <summary>True where an insert can be on the disk before it is answered.</summary>
    public bool Syncs => Features.Contains("fsync_after_insert") && Features.Contains("fsync_part_directory");

    /// <summary>The settings of an insert: never later than its answer, and of as many months as it holds.</summary>
    public IEnumerable<(string Name, string Value)> InsertSettings()
    {
        foreach (var off in new[] { AllMonthsAtOnce, AsyncInsert }.Where(Features.Contains))
        {
            yield return (off, "0");
        }
    }

    /// <summary>The settings of a reading: it ends when nobody listens any longer.</summary>
    public IEnumerable<(string Name, string Value)> ReadingSettings()
    {
        if (Features.Contains(EndWithCaller))
        {
            yield return (EndWithCaller, "1");
        }
    }
}
