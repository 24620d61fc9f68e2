using Attune.Catalog;
using Attune.Events;
using Attune.Tests.Fakes;

namespace Attune.Tests.Catalog;

public sealed class UserDirectoryTests : IAsyncDisposable
{
    static readonly UserId Ada = new("ada");

    readonly MemoryCatalogStore _store = new();

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_was_put_is_found_and_a_patch_merges_and_a_deletion_removes()
    {
        using var users = await OpenAsync();
        Assert.Null(await users.FindAsync(Ada, Cancellation));

        Assert.Equal([new PropertyVerdict.Written(true)], await WriteAsync(users, PropertyWrite.Put("ada", """{"age": 36, "tier": "gold"}""")));
        Assert.Equal([new PropertyVerdict.Written(false)], await WriteAsync(users, PropertyWrite.Patch("ada", """{"age": 37, "tier": null}""")));
        Assert.Equal("""{"age":37}""", await users.FindAsync(Ada, Cancellation));

        Assert.Equal([new PropertyVerdict.Deleted()], await WriteAsync(users, new PropertyWrite(PropertyWriteKind.Delete, "ada", default)));
        Assert.Null(await users.FindAsync(Ada, Cancellation));
    }

    [Fact]
    public async Task Rows_are_judged_one_by_one_and_the_good_ones_written()
    {
        using var users = await OpenAsync();

        var verdicts = await WriteAsync(
            users, PropertyWrite.Put("ada", """{"age": 36}"""), PropertyWrite.Put("bob", """{"age": "old"}"""), PropertyWrite.Put("", "{}"));

        Assert.IsType<PropertyVerdict.Written>(verdicts[0]);
        Assert.Equal(("age", "id"), (Assert.IsType<PropertyVerdict.Refused>(verdicts[1]).Refusal.Field, Assert.IsType<PropertyVerdict.Refused>(verdicts[2]).Refusal.Field));
        Assert.Equal("""{"age":36}""", await users.FindAsync(Ada, Cancellation));
        Assert.Null(await users.FindAsync(new UserId("bob"), Cancellation));
    }

    [Fact]
    public async Task Types_and_records_are_there_after_opening_again()
    {
        using (var users = await OpenAsync())
        {
            await WriteAsync(users, PropertyWrite.Put("ada", """{"age": 36}"""));
        }

        using var again = await OpenAsync();

        Assert.Equal("""{"age":36}""", await again.FindAsync(Ada, Cancellation));
        Assert.IsType<PropertyVerdict.Refused>((await WriteAsync(again, PropertyWrite.Patch("ada", """{"age": true}""")))[0]);
    }

    [Fact]
    public async Task A_full_disk_is_an_outcome_and_the_next_write_is_taken()
    {
        using var users = await OpenAsync();
        _store.Full = true;

        Assert.IsType<PropertyWriteOutcome.StorageFailed>(await users.WriteAsync([PropertyWrite.Put("ada", """{"age": 36}""")], Cancellation));

        _store.Full = false;
        await WriteAsync(users, PropertyWrite.Put("ada", """{"age": 36}"""));
        Assert.Equal("""{"age":36}""", await users.FindAsync(Ada, Cancellation));
    }

    ValueTask<UserDirectory> OpenAsync() => UserDirectory.OpenAsync(_store, TimeProvider.System, Cancellation);

    static async Task<IReadOnlyList<PropertyVerdict>> WriteAsync(UserDirectory users, params PropertyWrite[] rows) =>
        Assert.IsType<PropertyWriteOutcome.Answered>(await users.WriteAsync(rows, Cancellation)).Verdicts;
}
