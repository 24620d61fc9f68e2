using Attune.Learning.Sessions;

namespace Attune.Learning.Tests.Sessions;

public class SessionIndexTests
{
    static readonly SessionIndexSettings Small = new() { Capacity = 3, Length = 4, SessionsPerItem = 8 };

    [Fact]
    public void A_session_is_read_as_it_was_appended()
    {
        var index = new SessionIndex(Small);

        var first = index.Append(SessionIndex.NoSession, 7);
        var second = index.Append(SessionIndex.NoSession, 8);
        index.Append(first, 9);

        Assert.Equal([7, 9], Read(index, first));
        Assert.Equal([8], Read(index, second));
        Assert.Equal(second, index.Newest);
    }

    [Fact]
    public void The_session_begun_first_falls_out_when_there_is_no_room()
    {
        var index = new SessionIndex(Small);
        var sessions = Enumerable.Range(0, 4).Select(item => index.Append(SessionIndex.NoSession, item)).ToArray();

        Assert.Empty(Read(index, sessions[0]));
        Assert.Equal([1], Read(index, sessions[1]));
        Assert.Equal([3], Read(index, sessions[3]));
    }

    [Fact]
    public void What_is_appended_to_a_session_that_fell_out_begins_another()
    {
        var index = new SessionIndex(Small);
        var first = index.Append(SessionIndex.NoSession, 0);
        for (var n = 0; n < 3; n++)
        {
            index.Append(SessionIndex.NoSession, 1);
        }

        var next = index.Append(first, 5);

        Assert.NotEqual(first, next);
        Assert.Equal([5], Read(index, next));
    }

    [Fact]
    public void A_session_that_is_full_goes_on_as_another()
    {
        var index = new SessionIndex(Small);
        var session = SessionIndex.NoSession;
        for (var item = 0; item < 6; item++)
        {
            session = index.Append(session, item);
        }

        Assert.Equal([0, 1, 2, 3], Read(index, session - 1));
        Assert.Equal([4, 5], Read(index, session));
    }

    [Fact]
    public void An_item_is_the_rarer_the_fewer_sessions_hold_it()
    {
        var index = new SessionIndex(Small);
        index.Append(index.Append(SessionIndex.NoSession, 0), 1);
        index.Append(index.Append(SessionIndex.NoSession, 0), 0);

        // Item 0 in 2 of 2 sessions, though three times; item 1 in 1 of 2.
        Assert.Equal(MathF.Log(2), index.RarityOf(0), 1e-6f);
        Assert.Equal(MathF.Log(3), index.RarityOf(1), 1e-6f);
        Assert.Equal(0, index.RarityOf(2));
    }

    [Fact]
    public void A_ring_grows_with_what_is_held_and_not_with_what_went_by()
    {
        var index = new SessionIndex(new() { Capacity = 4, Length = 4, SessionsPerItem = 1024 });
        for (var n = 0; n < 1000; n++)
        {
            index.Append(SessionIndex.NoSession, 1);
        }

        Assert.InRange(index.RingOf(1)!.Count, 4, 8);
    }

    [Fact]
    public void The_ring_of_an_item_that_is_in_no_session_held_is_dropped()
    {
        var index = new SessionIndex(Small);
        index.Append(SessionIndex.NoSession, 1);
        for (var n = 0; n < 10; n++)
        {
            index.Append(SessionIndex.NoSession, 2);
        }

        Assert.Null(index.RingOf(1));
        Assert.NotNull(index.RingOf(2));
    }

    [Theory]
    [InlineData(4)]
    [InlineData(3000)]
    public void What_is_kept_elsewhere_and_taken_up_again_is_the_same_under_the_same_numbers(int capacity)
    {
        var random = new Random(2);
        var index = new SessionIndex(Small with { Capacity = capacity });
        var session = SessionIndex.NoSession;
        for (var n = 0; n < 9_000; n++)
        {
            session = index.Append(random.Next(4) == 0 ? SessionIndex.NoSession : session, random.Next(30));
        }

        var again = new SessionIndex(index.Settings);
        again.Append(SessionIndex.NoSession, 99);
        again.Restore(index.Copy());

        Assert.Equal(index.Newest, again.Newest);
        Assert.All(Enumerable.Range(0, capacity), back => Assert.Equal(Read(index, index.Newest - back), Read(again, index.Newest - back)));
        Assert.All(Enumerable.Range(0, 100), item => Assert.Equal(index.RarityOf(item), again.RarityOf(item)));
    }

    [Fact]
    public void Fewer_and_shorter_sessions_are_taken_up_where_there_is_less_room()
    {
        var index = new SessionIndex(Small);

        index.Restore(new SessionsHeld(9, [1, 5, 0, 2], [0, 1, 2, 3, 4, 5, 6, 7]));

        Assert.Empty(Read(index, 6));
        Assert.Equal([2, 3, 4, 5], Read(index, 7));
        Assert.Empty(Read(index, 8));
        Assert.Equal([6, 7], Read(index, 9));
    }

    [Theory]
    [InlineData(2, -1, 2)]
    [InlineData(2, 1, 2)]
    [InlineData(1, 1, 1)]
    public void What_is_no_copy_of_an_index_is_refused(long newest, int first, int second) =>
        Assert.Throws<ArgumentException>(() => new SessionIndex(Small).Restore(new SessionsHeld(newest, [first, second], [0, 1])));

    [Fact]
    public async Task Readers_see_only_sessions_that_were()
    {
        // Session n holds n, n, n …: whoever reads another number has read a slot while it was replaced.
        var index = new SessionIndex(new() { Capacity = 8, Length = 16, SessionsPerItem = 8 });
        using var stop = new CancellationTokenSource();
        var reading = Task.Run(
            () =>
            {
                var room = new int[16];
                while (!stop.IsCancellationRequested)
                {
                    var newest = index.Newest;
                    for (var session = Math.Max(1, newest - 10); session <= newest; session++)
                    {
                        var count = index.Read(session, room);
                        Assert.DoesNotContain(room[..count], item => item != (int)session);
                    }
                }
            },
            TestContext.Current.CancellationToken);
        for (var session = 1; session <= 20_000; session++)
        {
            for (var n = 0; n < 16; n++)
            {
                index.Append(n == 0 ? SessionIndex.NoSession : session, session);
            }
        }

        await stop.CancelAsync();
        await reading;
    }

    [Theory]
    [InlineData(0, 10, 10)]
    [InlineData(10, 1, 10)]
    [InlineData(10, 257, 10)]
    [InlineData(10, 10, 0)]
    [InlineData(50_000_000, 256, 10)]
    public void Settings_out_of_range_are_refused(int capacity, int length, int sessionsPerItem) =>
        Assert.Throws<ArgumentOutOfRangeException>(
            () => new SessionIndex(new() { Capacity = capacity, Length = length, SessionsPerItem = sessionsPerItem }));

    static int[] Read(SessionIndex index, long session)
    {
        var room = new int[index.Settings.Length];
        return room[..index.Read(session, room)];
    }
}
