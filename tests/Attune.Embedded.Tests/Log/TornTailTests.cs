using Attune.Embedded.Log;
using Attune.Events;

namespace Attune.Embedded.Tests.Log;

/// <summary>What a crash, a cut or a flipped bit leaves of the last segment, and what becomes of it.</summary>
public sealed class TornTailTests
{
    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Any_prefix_of_the_file_recovers_to_a_prefix_of_the_events_and_goes_on()
    {
        await using var fixture = LogFixture.Open();
        var events = new List<UserEvent>();
        for (var batch = 1; batch <= 6; batch++)
        {
            events.AddRange(await fixture.AppendAsync(1 + (batch % 3)));
        }

        await fixture.CloseAsync();
        var file = Assert.Single(fixture.SegmentFiles());
        var sound = await File.ReadAllBytesAsync(file, Cancellation);
        var lengths = Enumerable.Range(0, 70).Concat(Enumerable.Range(0, 60).Select(step => step * sound.Length / 60)).Distinct();
        foreach (var length in lengths)
        {
            await File.WriteAllBytesAsync(file, sound[..length], Cancellation);

            fixture.OpenAgain();
            var kept = await fixture.ReadAsync();
            Assert.Equal(events.Take(kept.Count), kept);
            Assert.Equal(kept.Count, fixture.Log.EndOffset(0));

            var more = await fixture.AppendAsync(2);
            Assert.Equal([.. kept, .. more], await fixture.ReadAsync());
            await fixture.CloseAsync();
        }

        fixture.OpenAgain();
    }

    [Theory, InlineData(1), InlineData(40), InlineData(100_000)]
    public async Task A_tail_of_garbage_or_zeros_is_cut_off_and_reported(int garbageBytes)
    {
        await using var fixture = LogFixture.Open();
        var events = await fixture.AppendAsync(20);
        foreach (var isZero in new[] { false, true })
        {
            await fixture.CloseAsync();
            var file = Assert.Single(fixture.SegmentFiles());
            var length = new FileInfo(file).Length;
            var garbage = new byte[garbageBytes];
            if (!isZero)
            {
                new Random(9).NextBytes(garbage);
            }

            await File.AppendAllBytesAsync(file, garbage, Cancellation);

            fixture.OpenAgain();

            Assert.Equal(events, await fixture.ReadAsync());
            Assert.Equal((file, length, garbageBytes, 20), (
                fixture.Log.Recovered!.File, fixture.Log.Recovered.Position, fixture.Log.Recovered.BytesCut, fixture.Log.Recovered.Offset));
            Assert.Equal(length, new FileInfo(file).Length);
        }
    }

    [Fact]
    public async Task A_flipped_bit_never_yields_an_event_that_was_not_appended()
    {
        await using var fixture = LogFixture.Open();
        var events = (await fixture.AppendAsync(2)).Concat(await fixture.AppendAsync(2)).ToArray();
        await fixture.CloseAsync();
        var file = Assert.Single(fixture.SegmentFiles());
        var sound = await File.ReadAllBytesAsync(file, Cancellation);
        var random = new Random(11);
        for (var at = 0; at < sound.Length; at += random.Next(1, 40))
        {
            var flipped = sound.ToArray();
            flipped[at] ^= (byte)(1 << random.Next(8));
            await File.WriteAllBytesAsync(file, flipped, Cancellation);
            try
            {
                fixture.OpenAgain();
                var kept = await fixture.ReadAsync();
                Assert.Equal(events[..2], kept);
                Assert.NotNull(fixture.Log.Recovered);
                await fixture.CloseAsync();
            }
            catch (LogCorruptException corrupt)
            {
                Assert.Equal(file, corrupt.File);
                Assert.True(corrupt.Position <= at);
            }
        }

        await File.WriteAllBytesAsync(file, sound, Cancellation);
        fixture.OpenAgain();
    }

    [Fact]
    public async Task Damage_before_a_whole_batch_refuses_to_open_and_names_file_place_and_checksums()
    {
        await using var fixture = LogFixture.Open();
        await fixture.AppendAsync(3);
        await fixture.AppendAsync(3);
        await fixture.CloseAsync();
        var file = Assert.Single(fixture.SegmentFiles());
        var sound = await File.ReadAllBytesAsync(file, Cancellation);
        var damaged = sound.ToArray();
        damaged[SegmentHeader.Bytes + 50] ^= 4;
        await File.WriteAllBytesAsync(file, damaged, Cancellation);

        var corrupt = Assert.Throws<LogCorruptException>(() => fixture.OpenAgain());

        Assert.Equal((file, SegmentHeader.Bytes), (corrupt.File, corrupt.Position));
        Assert.NotEqual(corrupt.Expected, corrupt.Found);
        Assert.Contains($"{corrupt.Expected:x8}", corrupt.Message, StringComparison.Ordinal);
        await File.WriteAllBytesAsync(file, sound, Cancellation);
        fixture.OpenAgain();
    }

    [Fact]
    public async Task Damage_in_an_older_segment_is_found_when_it_is_read()
    {
        await using var fixture = LogFixture.Open(new SegmentLogSettings { SegmentBytes = 4 << 10, RecentBytes = 0 });
        while (fixture.SegmentFiles().Length < 3)
        {
            await fixture.AppendAsync(3);
        }

        await fixture.CloseAsync();
        var file = fixture.SegmentFiles()[0];
        var bytes = await File.ReadAllBytesAsync(file, Cancellation);
        bytes[100] ^= 1;
        await File.WriteAllBytesAsync(file, bytes, Cancellation);
        fixture.OpenAgain();

        var corrupt = await Assert.ThrowsAsync<LogCorruptException>(() => fixture.ReadAsync());

        Assert.Equal(file, corrupt.File);
    }

    [Fact]
    public async Task An_unfinished_segment_is_cleared_away()
    {
        await using var fixture = LogFixture.Open();
        var events = await fixture.AppendAsync(3);
        await fixture.CloseAsync();
        await File.WriteAllTextAsync(Path.Combine(fixture.Folder, "00000000000000000003.log.new"), "half", Cancellation);

        fixture.OpenAgain();

        Assert.Equal(events, await fixture.ReadAsync());
        Assert.Null(fixture.Log.Recovered);
        Assert.Empty(Directory.GetFiles(fixture.Folder, "*.new"));
    }

    [Fact]
    public async Task A_second_log_on_the_same_directory_is_refused()
    {
        await using var fixture = LogFixture.Open();

        var refused = Assert.Throws<IOException>(() => new DiskDirectory(fixture.Folder));

        Assert.Contains("another process", refused.Message, StringComparison.Ordinal);
    }
}
