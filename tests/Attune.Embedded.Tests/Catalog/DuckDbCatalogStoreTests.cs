using Attune.Catalog;
using Attune.Embedded.Catalog;
using Attune.Embedded.DuckDb;

namespace Attune.Embedded.Tests.Catalog;

public sealed class DuckDbCatalogStoreTests : CatalogStoreBehavior, IDisposable
{
    readonly TemporaryFolder _folder = new();

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_a_crash_left_of_a_generation_is_removed_at_opening()
    {
        await using (var store = await OpenAsync())
        {
            await store.SaveGenerationAsync(Manifest(1), (_, _) => ValueTask.CompletedTask, Cancellation);
        }

        _folder.Write("generations/000002.safetensors", "written, but its manifest was not");
        _folder.Write("generations/000003.safetensors.part", "half");

        await using var reopened = await OpenAsync();
        Assert.Equal(
            ["000001.json", "000001.safetensors", "highest"],
            Directory.EnumerateFiles(_folder.File("generations")).Select(Path.GetFileName).Order());
    }

    [Fact]
    public async Task A_damaged_manifest_is_named()
    {
        await using var store = await OpenAsync();
        _folder.Write("generations/000004.json", "{");

        var fault = await Assert.ThrowsAsync<InvalidDataException>(async () => await store.ListGenerationsAsync(Cancellation));

        Assert.Contains("000004.json", fault.Message, StringComparison.Ordinal);
    }

    protected override async ValueTask<ICatalogStore> OpenAsync() =>
        await DuckDbCatalogStore.OpenAsync(_folder.Path, new DuckDbSettings { Threads = 2 }, Cancellation);
}
