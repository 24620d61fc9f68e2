using Attune.Generations;
using Attune.Tests.Training;

namespace Attune.Tests.Generations;

public sealed class GenerationShelfTests
{
    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Only_the_last_are_kept_and_numbers_go_on()
    {
        await using var bench = new TrainingBench();
        for (var n = 1; n <= 7; n++)
        {
            await PublishAsync(bench, keep: 3);
        }

        Assert.Equal([7, 6, 5], (await bench.Shelf.ListAsync(Cancellation)).Select(manifest => manifest.Number));
        Assert.Equal(7, bench.Shelf.Holder.Number);
    }

    [Fact]
    public async Task A_restart_takes_up_the_newest()
    {
        await using var bench = new TrainingBench();
        await PublishAsync(bench);
        await PublishAsync(bench);
        using var restarted = bench.NewShelf();

        Assert.Equal(2, (await restarted.RestoreAsync(Cancellation))?.Number);
        Assert.Equal(2, restarted.Holder.Number);
        restarted.Holder.Dispose();
    }

    [Fact]
    public async Task A_promotion_goes_back_holds_over_a_restart_and_ends_with_the_next_publication()
    {
        await using var bench = new TrainingBench();
        await PublishAsync(bench);
        await PublishAsync(bench);

        Assert.Equal(1, (await bench.Shelf.PromoteAsync(1, Cancellation))?.Number);
        Assert.Equal(1, bench.Shelf.Holder.Number);
        Assert.Equal(1, await RestartedAsync(bench));

        await bench.Shelf.PromoteAsync(2, Cancellation);
        Assert.Equal(2, await RestartedAsync(bench));

        await bench.Shelf.PromoteAsync(1, Cancellation);
        await PublishAsync(bench);
        Assert.Equal(3, bench.Shelf.Holder.Number);
        Assert.Equal(3, await RestartedAsync(bench));
    }

    [Fact]
    public async Task A_number_that_is_not_kept_is_no_promotion()
    {
        await using var bench = new TrainingBench();
        await PublishAsync(bench);

        Assert.Null(await bench.Shelf.PromoteAsync(9, Cancellation));
        Assert.Equal(1, bench.Shelf.Holder.Number);
    }

    [Fact]
    public async Task Where_the_newest_file_is_damaged_an_older_one_serves()
    {
        await using var bench = new TrainingBench();
        await PublishAsync(bench);
        await PublishAsync(bench);
        var path = await bench.Store.LocateGenerationAsync(2, Cancellation);
        File.WriteAllBytes(path, File.ReadAllBytes(path)[..100]);

        Assert.Equal(1, await RestartedAsync(bench));
        await Assert.ThrowsAsync<CorruptGenerationException>(() => bench.Shelf.PromoteAsync(2, Cancellation));
        Assert.Equal(2, bench.Shelf.Holder.Number);
    }

    [Fact]
    public async Task Without_generations_there_is_nothing_to_restore()
    {
        await using var bench = new TrainingBench();

        Assert.Null(await bench.Shelf.RestoreAsync(Cancellation));
    }

    static async Task<int> RestartedAsync(TrainingBench bench)
    {
        using var shelf = bench.NewShelf();
        await shelf.RestoreAsync(Cancellation);
        var number = shelf.Holder.Number;
        shelf.Holder.Dispose();
        return number;
    }

    static Task<GenerationManifest> PublishAsync(TrainingBench bench, int keep = 5) =>
        bench.Shelf.PublishAsync(GenerationSamples.Contents(), GenerationSamples.Manifest(0), keep, Cancellation);
}
