using Attune.Embedded.Tests.Erasing;
using Attune.Events;

namespace Attune.Embedded.Tests.Lists;

public sealed class UserListsAfterRestartTests : IDisposable
{
    readonly TemporaryFolder _folder = new();

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task After_a_restart_users_are_found_for_users_and_items_before_anybody_has_asked_trained_or_come()
    {
        await using (var before = await ErasingShop.OpenAsync(_folder.Path))
        {
            await ErasingShop.FillAsync(before, withAnn: true);
            await before.StartTraining().Completion;
            Assert.True(before.Shelf.Holder.Number > 0);
        }

        await using var again = await ErasingShop.OpenAsync(_folder.Path);
        await again.AudienceAtStart.WaitAsync(Cancellation);

        // No time is left to make anything.
        var like = await again.Lists.Users.LikeUserAsync(new UserId("u3"), 5, TimeSpan.Zero, Cancellation);
        var likely = await again.Lists.Users.OfItemAsync(new ItemId("i3"), 5, TimeSpan.Zero, Cancellation);

        Assert.NotNull(like.AsOf);
        Assert.NotEmpty(like.Users);
        Assert.NotEmpty(likely.Users);
    }
}
