using Attune.Embedded.Tests.Truth;
using Attune.Evaluating.Truth;
using Attune.Events;
using Attune.Featuring;
using Attune.History;
using Attune.Live;

namespace Attune.Embedded.Tests.Exporting;

/// <summary>What a model is trained on is what it is asked with.</summary>
public sealed class LiveAndExportedTests : IDisposable
{
    readonly TemporaryFolder _folder = new();

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_features_of_a_moment_are_the_same_read_live_and_replayed_from_the_history()
    {
        var clock = TruthEngine.Clock();
        await using var engine = await TruthEngine.OpenAsync(_folder.File("workspace"), clock);
        var told = ShownShop.History.Where(e => e.User is not null).Select(e => e with { Session = null }).ToList();
        await new FilledShop(engine, TruthEngine.SmallShop(), clock).TellAsync(told, Cancellation);
        await engine.Archiver.CatchUpAsync(Cancellation);
        var columns = await engine.History.ReadInteractionsAsync(new InteractionQuery(), Cancellation);
        var replay = new FeatureReplay(new LiveSettings(), columns.UserIds.Length, columns.ItemIds.Length);
        for (var row = 0; row < columns.Times.Length; row++)
        {
            replay.Fold(columns.Users[row], columns.Items[row], columns.Types[row], columns.Times[row], columns.Values[row]);
        }

        replay.Publish();
        var live = await engine.Features.ReadAsync(
            [.. columns.UserIds.Select(key => new UserId(key[2..]))], [.. columns.ItemIds.Select(id => new ItemId(id))], engine.LogEnd, TimeSpan.FromSeconds(30), Cancellation);
        var values = new double[UserFeatures.OfUser.Count + replay.OfItem.Count + UserFeatures.OfPair.Count];
        for (var n = 0; n < Math.Max(live.Users.Count, live.Items.Count); n++)
        {
            var (user, item) = (n % live.Users.Count, n % live.Items.Count);
            replay.Write(user, item, live.AsOf, values);
            AssertSame(UserFeatures.OfUser, live.Users[user], values);
            AssertSame(replay.OfItem, live.Items[item], values.AsSpan(UserFeatures.OfUser.Count));
        }
    }

    static void AssertSame(IReadOnlyList<Feature> features, FeatureRow live, ReadOnlySpan<double> replayed)
    {
        for (var n = 0; n < features.Count; n++)
        {
            Assert.True(
                live.Values[n].Equals(replayed[n]) || Math.Abs(live.Values[n] - replayed[n]) <= 1e-4 * Math.Max(1e-6, Math.Abs(replayed[n])),
                $"{features[n].Name} of {live.Id}: {live.Values[n]} live, {replayed[n]} replayed.");
        }
    }
}
