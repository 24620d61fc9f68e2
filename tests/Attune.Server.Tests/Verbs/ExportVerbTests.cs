namespace Attune.Server.Tests.Verbs;

/// <summary>Training sets at the shell.</summary>
public sealed class ExportVerbTests : IDisposable
{
    readonly ScratchFolder _folder = new();
    readonly Shell _shell;

    public ExportVerbTests() => _shell = new(_folder.Path);

    [Fact]
    public async Task A_history_becomes_a_file_that_is_read_again_and_mistakes_say_what_to_do()
    {
        _folder.WriteShop("shop.csv");
        (await _shell.RunAsync("import", "shop.csv")).Ends(0, "480 events");

        var said = (await _shell.RunAsync("export", "train.parquet", "--as-of", "2026-10-01", "--label-window", "1d", "--negatives", "2", "--json")).Ends(0).Json;
        Assert.Equal(("examples", "positives", 240), (said.GetProperty("what").GetString(), said.GetProperty("rowsOf").GetString(), said.GetProperty("interactions").GetInt32()));
        Assert.Equal((232, 8), (said.GetProperty("positives").GetInt32(), said.GetProperty("unripe").GetInt32()));
        Assert.InRange(said.GetProperty("rows").GetInt32(), (232 * 3) - 20, 232 * 3);

        (await _shell.RunAsync("export", "train.parquet")).Ends(2, "train.parquet", "--force");
        (await _shell.RunAsync("export", "events.parquet", "--what", "events", "--as-of", "2026-10-01")).Ends(0, "240 events", "As of 2026-10-01T00:00:00Z");
        (await _shell.RunAsync("import", "events.parquet", "--data", "other", "--map", "user=user_id,item=item_id")).Ends(0, "240 events");

        (await _shell.RunAsync("export", "none.parquet", "--as-of", "2020-01-01")).Ends(1, "no interaction before 2020-01-01", "--as-of");
        (await _shell.RunAsync("export", "none.parquet", "--rows", "impressions")).Ends(1, "--rows positives");
        (await _shell.RunAsync("export", "none.parquet", "--label-window", "soon")).Ends(2, "soon", "30m");
        (await _shell.RunAsync("export", "none.parquet", "--as-of", "someday")).Ends(2, "someday", "2026-11-01");
        (await _shell.RunAsync("export", "nowhere/none.parquet")).Ends(2, "nowhere");
        Assert.Empty(Directory.GetFiles(_folder.Path, "none*"));
    }

    public void Dispose() => _folder.Dispose();
}
