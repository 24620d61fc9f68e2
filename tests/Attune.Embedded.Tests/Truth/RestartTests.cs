using Attune.Evaluating.Truth;
using Attune.Events;
using Attune.Operating;
using Attune.Recommending;

namespace Attune.Embedded.Tests.Truth;

public sealed class RestartTests : IDisposable
{
    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Answers_are_the_same_items_and_scores_after_a_restart_and_after_a_kill()
    {
        var (clock, shop) = (TruthEngine.Clock(), TruthEngine.SmallShop());
        var (directory, killed) = (_folder.File("workspace"), _folder.File("killed"));
        List<(ItemId, double)> before;
        await using (var engine = await TruthEngine.OpenAsync(directory, clock, NoChance))
        {
            var filled = new FilledShop(engine, shop, clock);
            await filled.FillAsync(new HashSet<UserId>(), TestContext.Current.CancellationToken);
            // News after the training, in the log alone when the process dies.
            var visits = shop.Shoppers.Take(20).SelectMany(user => shop.NextVisit(user, filled.Now) is var visit ? visit.Browse() : []).ToList();
            await filled.TellAsync(visits, TestContext.Current.CancellationToken);
            before = await AnswersAsync(engine, shop.Shoppers);
            // What a kill leaves: the files as they are while the engine still runs.
            Copy(directory, killed);
        }

        await using (var restarted = await TruthEngine.OpenAsync(directory, clock, NoChance))
        {
            AssertSame(before, await AnswersAsync(restarted, shop.Shoppers));
        }

        await using var revived = await TruthEngine.OpenAsync(killed, clock, NoChance);
        AssertSame(before, await AnswersAsync(revived, shop.Shoppers));
    }

    // Which new item stands in an answer is left to chance, so no place is kept for one.
    static RecommendSettings NoChance => new() { NewItemShare = 0 };

    static async Task<List<(ItemId, double)>> AnswersAsync(Workspace engine, IEnumerable<UserId> users)
    {
        var answers = new List<(ItemId, double)>();
        foreach (var user in users.Take(50))
        {
            var answer = await TruthEngine.AskAsync(engine, new RecommendationRequest { User = user, Count = 20 });
            answers.AddRange(answer.Items.Select(item => (item.Item, item.Score)));
        }

        return answers;
    }

    static void AssertSame(List<(ItemId Item, double Score)> before, List<(ItemId Item, double Score)> after)
    {
        Assert.Equal(before.Select(item => item.Item), after.Select(item => item.Item));
        Assert.All(before.Zip(after), pair => Assert.Equal(pair.First.Score, pair.Second.Score, 1e-5));
    }

    static void Copy(string from, string to)
    {
        // The lock is a running process's; a dead one holds none.
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories).Where(file => Path.GetFileName(file) != "lock"))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            using var source = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var copy = File.Create(target);
            source.CopyTo(copy);
        }
    }
}
