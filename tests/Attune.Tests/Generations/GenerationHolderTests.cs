using Attune.Generations;

namespace Attune.Tests.Generations;

public sealed class GenerationHolderTests : IDisposable
{
    readonly string _folder = Directory.CreateTempSubdirectory("attune-tests-").FullName;

    [Fact]
    public void Without_a_generation_there_is_no_lease()
    {
        using var holder = new GenerationHolder();

        Assert.Null(holder.Acquire());
        Assert.Equal(0, holder.Number);
    }

    [Fact]
    public async Task A_lease_outlives_the_swap_and_the_mapping_ends_with_it()
    {
        using var holder = new GenerationHolder();
        var first = await LoadAsync(1);
        holder.Swap(first);
        var lease = holder.Acquire()!;
        holder.Swap(await LoadAsync(2));

        Assert.Equal(2, holder.Number);
        Assert.Equal(1, lease.Generation.Manifest.Number);
        Assert.Equal(99f, lease.Generation.Popularity[99]);

        lease.Dispose();
        lease.Dispose();
        Assert.Throws<ObjectDisposedException>(() => lease.Generation);
        Assert.Throws<ObjectDisposedException>(() => first.Popularity[0]);
    }

    [Fact]
    public async Task Swaps_under_load_drop_no_reader_and_show_none_a_mixture()
    {
        var cancellation = TestContext.Current.CancellationToken;
        var holder = new GenerationHolder();
        var generations = new List<Generation>();
        for (var number = 1; number <= 60; number++)
        {
            generations.Add(await LoadAsync(number));
        }

        holder.Swap(generations[0]);
        using var stop = new CancellationTokenSource();
        var readers = Enumerable.Range(0, 4).Select(_ => Task.Run(
            () =>
            {
                var reads = 0;
                var last = 0;
                while (!stop.IsCancellationRequested || reads == 0)
                {
                    using var lease = holder.Acquire();
                    var generation = lease!.Generation;
                    Assert.True(generation.Manifest.Number >= last);
                    last = generation.Manifest.Number;

                    // Touches the mapping: after an unmapping this would end the process, not the test.
                    Assert.Equal(4950f, Sum(generation.Popularity));
                    reads++;
                }

                return reads;
            },
            cancellation)).ToArray();

        foreach (var next in generations.Skip(1))
        {
            await Task.Delay(1, cancellation);
            holder.Swap(next);
        }

        await stop.CancelAsync();
        await Task.WhenAll(readers);
        holder.Dispose();
        Assert.All(generations, generation => Assert.Throws<ObjectDisposedException>(() => generation.Popularity[0]));
        Assert.Null(holder.Acquire());
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    static float Sum(ReadOnlySpan<float> values)
    {
        var sum = 0f;
        foreach (var value in values)
        {
            sum += value;
        }

        return sum;
    }

    async Task<Generation> LoadAsync(int number)
    {
        var path = Path.Combine(_folder, $"{number}.safetensors");
        var manifest = await GenerationSamples.WriteAsync(path, GenerationSamples.Contents(), number);
        return Generation.Load(path, manifest, GenerationSamples.OrdinalOf);
    }
}
