using Attune.Access;
using Attune.Tests.Fakes;

namespace Attune.Tests.Access;

public sealed class KeyRingTests : IAsyncDisposable
{
    readonly MemoryCatalogStore _store = new();

    CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_new_key_works_and_says_its_scope()
    {
        using var ring = await OpenAsync();

        var (key, text) = await ring.CreateAsync(ApiScope.Write, "feed", Cancellation);

        Assert.True(ApiKeyText.TryParse(text.Reveal(), out var parsed));
        Assert.Equal(key, ring.Check(parsed));
        Assert.Equal(ApiScope.Write, key.Scope);
        Assert.StartsWith("atn_shop_" + key.Id + "_", text.Reveal(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_still_works_after_a_restart()
    {
        ApiKeyText text;
        using (var first = await OpenAsync())
        {
            (_, text) = await first.CreateAsync(ApiScope.Read, "", Cancellation);
        }

        using var second = await OpenAsync();

        Assert.True(second.Any);
        Assert.NotNull(second.Check(text));
    }

    [Fact]
    public async Task The_secret_is_in_no_document()
    {
        using var ring = await OpenAsync();

        var (_, text) = await ring.CreateAsync(ApiScope.Read, "browser", Cancellation);

        var secret = text.Reveal().Split('_')[3];
        var documents = await _store.ReadDocumentsAsync("key", Cancellation);
        Assert.Single(documents);
        Assert.DoesNotContain(secret, documents.Values.Single(), StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(secret, text.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_revoked_key_works_no_more_and_stays_in_the_list()
    {
        using var ring = await OpenAsync();
        var (key, text) = await ring.CreateAsync(ApiScope.Admin, "", Cancellation);

        var revoked = await ring.RevokeAsync(key.Id, Cancellation);

        Assert.Null(ring.Check(text));
        Assert.NotNull(revoked?.RevokedAt);
        Assert.Equal([revoked!], ring.List());
        Assert.True(ring.Any, "A server whose keys are all revoked must not fall open.");
        Assert.Equal(revoked, await ring.RevokeAsync(key.Id, Cancellation));
        Assert.Null(await ring.RevokeAsync("000000000000", Cancellation));
    }

    [Fact]
    public async Task A_key_with_another_secret_id_or_workspace_is_refused()
    {
        using var ring = await OpenAsync();
        var (key, text) = await ring.CreateAsync(ApiScope.Read, "", Cancellation);
        var secret = text.Reveal().Split('_')[3];
        var otherSecret = (secret[0] == '0' ? '1' : '0') + secret[1..];

        foreach (var wrong in (string[])[$"atn_shop_{key.Id}_{otherSecret}", $"atn_shop_000000000000_{secret}", $"atn_other_{key.Id}_{secret}"])
        {
            Assert.True(ApiKeyText.TryParse(wrong, out var parsed));
            Assert.Null(ring.Check(parsed));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("atn")]
    [InlineData("atn_shop_000000000000")]
    [InlineData("atn_shop_000000000000_abc")]
    [InlineData("atn_Shop_000000000000_0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("xyz_shop_000000000000_0000000000000000000000000000000000000000000000000000000000000000")]
    public void A_text_of_another_form_is_no_key(string text) => Assert.False(ApiKeyText.TryParse(text, out _));

    [Theory]
    [InlineData("default", true)]
    [InlineData("shop-1", true)]
    [InlineData("", false)]
    [InlineData("Shop", false)]
    [InlineData("a_b", false)]
    [InlineData("../up", false)]
    [InlineData("0123456789012345678901234567890123456789", true)]
    [InlineData("01234567890123456789012345678901234567890", false)]
    public void A_workspace_has_a_plain_name(string name, bool valid) => Assert.Equal(valid, WorkspaceName.IsValid(name));

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    ValueTask<KeyRing> OpenAsync() => KeyRing.OpenAsync("shop", _store, TimeProvider.System, Cancellation);
}
