using System.Text;
using Attune.Embedded.Answers;
using Attune.Embedded.Tests.Log;
using Attune.Events;
using Attune.Recommending.Answers;

namespace Attune.Embedded.Tests.Answers;

public sealed class AnswerFilesTests : IDisposable
{
    static readonly ProfileKey Ann = ProfileKey.Of(new UserId("ann-of-the-mountains"));
    static readonly ProfileKey Tom = ProfileKey.Of(new UserId("tom"));

    readonly TemporaryFolder _folder = new();
    readonly HandClock _clock = new();

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_was_kept_is_found_at_once_and_after_a_restart()
    {
        var keys = new List<AnswerKey>();
        await using (var files = Open())
        {
            for (var n = 0; n < 1_000; n++)
            {
                keys.Add(Keep(files, n, Ann));
                _clock.Advance(TimeSpan.FromMilliseconds(n % 3));
            }

            Assert.Equal(BytesOf(999), await files.FindAsync(keys[999], Cancellation));
            Assert.Null(await files.FindAsync(keys[999] with { Chance = 77 }, Cancellation));
        }

        await using var again = Open();
        for (var n = 0; n < keys.Count; n += 37)
        {
            Assert.Equal(BytesOf(n), await again.FindAsync(keys[n], Cancellation));
        }

        Assert.Equal(0, again.Dropped);
    }

    [Fact]
    public async Task A_torn_tail_costs_only_what_was_torn()
    {
        AnswerKey first, last;
        await using (var files = Open())
        {
            (first, last) = (Keep(files, 1, Ann), Keep(files, 2, Ann));
        }

        var file = Assert.Single(Directory.EnumerateFiles(_folder.File("answers"), "*.answers"));
        await using (var bytes = File.OpenWrite(file))
        {
            bytes.SetLength(bytes.Length - 5);
        }

        await using var again = Open();
        var next = Keep(again, 3, Ann);
        Assert.Equal(BytesOf(1), await again.FindAsync(first, Cancellation));
        Assert.Null(await again.FindAsync(last, Cancellation));
        Assert.Equal(BytesOf(3), await again.FindAsync(next, Cancellation));
    }

    [Fact]
    public async Task A_changed_byte_is_noticed()
    {
        AnswerKey first, last;
        await using (var files = Open())
        {
            (first, last) = (Keep(files, 1, Ann), Keep(files, 2, Ann));
        }

        var file = Assert.Single(Directory.EnumerateFiles(_folder.File("answers"), "*.answers"));
        var bytes = File.ReadAllBytes(file);
        bytes[^3] ^= 1;
        File.WriteAllBytes(file, bytes);

        await using var again = Open();
        Assert.Equal(BytesOf(1), await again.FindAsync(first, Cancellation));
        Assert.Null(await again.FindAsync(last, Cancellation));
    }

    [Fact]
    public void A_full_queue_takes_no_more_and_what_it_took_is_whole()
    {
        var waiting = new AnswersWaiting(64 << 10);
        var taken = 0;
        while (waiting.TryAdd(new AnswerKey(1, (ulong)taken), Ann, null, BytesOf(taken)))
        {
            taken++;
        }

        Assert.InRange(taken, 25, 64);
        var (records, count) = waiting.Take([]);
        Assert.Equal(taken, count);
        Assert.InRange(records.Count, 60 << 10, 64 << 10);
        Assert.True(waiting.TryAdd(new AnswerKey(1, 0), Ann, null, BytesOf(0)));
    }

    [Fact]
    public async Task What_there_is_no_room_for_is_dropped_and_counted()
    {
        var settings = new AnswerFilesSettings { QueueBytes = 64 << 10 };
        await using var files = Open(settings);

        // Larger than the queue: there is no room for it, however fast the disk.
        files.Keep(new AnswerKey(Now, 1), Ann, null, new byte[65 << 10]);
        var key = Keep(files, 2, Ann);

        Assert.Equal(1, files.Dropped);
        Assert.Equal(BytesOf(2), await files.FindAsync(key, Cancellation));
    }

    [Fact]
    public async Task A_disk_that_was_full_costs_what_came_meanwhile_and_nothing_else()
    {
        var disk = new FlakyDirectory(_folder.File("answers"));
        await using var files = new AnswerFiles(disk, new AnswerFilesSettings(), _clock, null);
        var before = Keep(files, 1, Ann);
        Assert.NotNull(await files.FindAsync(before, Cancellation));

        disk.FreeBytes = 100;
        var lost = Keep(files, 2, Ann);
        Assert.Null(await files.FindAsync(lost, Cancellation));
        disk.FreeBytes = long.MaxValue;
        var after = Keep(files, 3, Ann);

        Assert.Equal(BytesOf(3), await files.FindAsync(after, Cancellation));
        Assert.Equal(BytesOf(1), await files.FindAsync(before, Cancellation));
        Assert.Equal(1, files.Dropped);
    }

    [Fact]
    public async Task No_byte_of_an_erased_user_is_left_in_any_file()
    {
        var keys = new List<AnswerKey>();
        await using (var files = Open())
        {
            for (var n = 0; n < 200; n++)
            {
                keys.Add(Keep(files, n, n % 2 == 0 ? Ann : Tom));
            }

            Assert.Equal(100, (await OfAsync(files, Ann)).Count);
            Assert.Equal(keys.Where((_, n) => n % 2 == 0), await files.EraseAsync(Ann, Cancellation));

            Assert.Null(await files.FindAsync(keys[0], Cancellation));
            Assert.Equal(BytesOf(1), await files.FindAsync(keys[1], Cancellation));
            Assert.Empty(await OfAsync(files, Ann));
            Assert.Equal(100, (await OfAsync(files, Tom)).Count);
            Assert.Empty(await files.EraseAsync(Ann, Cancellation));
            Keep(files, 200, Tom);
        }

        foreach (var file in Directory.EnumerateFiles(_folder.File("answers"), "*.answers"))
        {
            var text = Encoding.Latin1.GetString(File.ReadAllBytes(file));
            Assert.DoesNotContain("ann-of-the-mountains", text, StringComparison.Ordinal);
            Assert.Contains("tom", text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task The_oldest_files_go_where_there_are_too_many_bytes()
    {
        var settings = new AnswerFilesSettings { RetainBytes = 256 << 10 };
        await using var files = Open(settings);
        var keys = new List<AnswerKey>();
        for (var n = 0; n < 1_000; n++)
        {
            keys.Add(Keep(files, n, Ann));
            await files.FindAsync(keys[n], Cancellation);
            _clock.Advance(TimeSpan.FromMilliseconds(5));
        }

        Assert.InRange(files.Bytes, 128 << 10, 384 << 10);
        Assert.Null(await files.FindAsync(keys[0], Cancellation));
        Assert.Equal(BytesOf(950), await files.FindAsync(keys[950], Cancellation));
    }

    [Fact]
    public async Task An_answer_that_is_too_old_is_not_found_and_its_file_goes()
    {
        var settings = new AnswerFilesSettings { RetainFor = TimeSpan.FromHours(16) };
        await using var files = Open(settings);
        var old = Keep(files, 1, Ann);
        Assert.NotNull(await files.FindAsync(old, Cancellation));

        _clock.Advance(TimeSpan.FromHours(15));
        Assert.NotNull(await files.FindAsync(old, Cancellation));
        var young = Keep(files, 2, Ann);
        Assert.NotNull(await files.FindAsync(young, Cancellation));
        _clock.Advance(TimeSpan.FromHours(2));

        Assert.Null(await files.FindAsync(old, Cancellation));
        Assert.Equal(BytesOf(2), await files.FindAsync(young, Cancellation));
        _clock.Advance(TimeSpan.FromHours(15));
        Keep(files, 3, Ann);
        await OfAsync(files, Tom);
        Assert.Single(Directory.EnumerateFiles(_folder.File("answers"), "*.answers"));
    }

    AnswerFiles Open(AnswerFilesSettings? settings = null) => AnswerFiles.Open(_folder.File("answers"), settings ?? new(), _clock, null);

    long Now => _clock.GetUtcNow().ToUnixTimeMilliseconds();

    AnswerKey Keep(AnswerFiles files, int number, ProfileKey whose)
    {
        var key = new AnswerKey(Now, (ulong)number);
        files.Keep(key, whose, null, BytesOf(number));
        return key;
    }

    static byte[] BytesOf(int number) => [.. Enumerable.Range(0, 1_000 + (number % 50)).Select(at => (byte)(at * (number + 1)))];

    static async Task<List<byte[]>> OfAsync(AnswerFiles files, ProfileKey whose)
    {
        var found = new List<byte[]>();
        await foreach (var answer in files.OfAsync(whose, Cancellation))
        {
            found.Add(answer);
        }

        return found;
    }
}
