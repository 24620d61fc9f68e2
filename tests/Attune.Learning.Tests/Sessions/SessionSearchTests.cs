using Attune.Learning.Sessions;
using Attune.Learning.Splits;

namespace Attune.Learning.Tests.Sessions;

public class SessionSearchTests
{
    static readonly SessionKnnSettings Plain = new() { SharedRarity = 0, PositionDecay = 1, NearnessDecay = 1, Backward = 1 };

    public static TheoryData<SessionKnnSettings> Ways =>
    [
        new SessionKnnSettings(),
        Plain,
        new SessionKnnSettings { Neighbors = 7, Recent = 5 },
        new SessionKnnSettings { RecencyHalfLife = 30, Backward = 0, ItemRarity = 0.5f },
        new SessionKnnSettings { LengthExponent = 0.5f, SharedRarity = 1.5f, QuestionLength = 2 },
    ];

    [Theory]
    [MemberData(nameof(Ways))]
    public void It_says_what_the_plain_definition_says(SessionKnnSettings settings)
    {
        var random = new Random(5);
        var index = RandomIndex(random, sessions: 300, items: 40);
        var search = new SessionSearch(settings, index.Settings.Length);
        for (var n = 0; n < 50; n++)
        {
            var session = Enumerable.Range(0, random.Next(0, 14)).Select(_ => random.Next(45)).ToArray();
            var except = random.Next(3) == 0 ? index.Newest - 1 : SessionIndex.NoSession;

            var found = search.Ask(index, session, except).ToArray();

            var expected = SessionKnn.Ask(index, settings, session, except);
            Assert.Equal(expected.Keys.Order(), found.Select(item => item.Item).Order());
            Assert.All(found, item => Assert.Equal(expected[item.Item], item.Score, Math.Abs(expected[item.Item]) * 1e-4f));
        }
    }

    [Fact]
    public void What_followed_in_a_session_like_it_is_found()
    {
        // a b c | a d;   asked after b: only the first holds b. Its a lies before b, c behind.
        var index = Index([0, 1, 2], [0, 3]);

        var found = new SessionSearch(Plain with { Backward = 0.25f }, index.Settings.Length).Ask(index, [1]).ToArray();

        Assert.Equal([(0, 0.25f), (2, 1)], found.Select(item => (item.Item, item.Score)).Order());
    }

    [Fact]
    public void An_older_item_of_the_session_counts_less()
    {
        var index = Index([0, 5], [1, 6]);

        var found = new SessionSearch(Plain with { PositionDecay = 0.5f }, index.Settings.Length).Ask(index, [0, 1]).ToArray();

        Assert.Equal([(5, 0.5f), (6, 1)], found.Select(item => (item.Item, item.Score)).Order());
    }

    [Fact]
    public void A_session_loses_half_its_say_by_half_life()
    {
        var index = Index([0, 5], [0, 6]);

        var found = new SessionSearch(Plain with { RecencyHalfLife = 1 }, index.Settings.Length).Ask(index, [0]).ToArray();

        Assert.Equal([(5, 0.5f), (6, 1)], found.Select(item => (item.Item, item.Score)).Order());
    }

    [Fact]
    public void Only_the_most_recent_sessions_of_an_item_are_looked_at()
    {
        var index = Index([0, 5], [0, 6], [0, 7]);

        var found = new SessionSearch(Plain with { Recent = 2 }, index.Settings.Length).Ask(index, [0]).ToArray();

        Assert.Equal([6, 7], found.Select(item => item.Item).Order());
    }

    [Fact]
    public void An_item_taken_up_twice_may_come_again()
    {
        var index = Index([0, 0]);

        Assert.Equal(0, Assert.Single(new SessionSearch(Plain, index.Settings.Length).Ask(index, [0]).ToArray()).Item);
    }

    [Fact]
    public void The_session_under_way_is_not_its_own_neighbour()
    {
        var index = Index([0, 5], [0, 6]);

        var found = new SessionSearch(Plain, index.Settings.Length).Ask(index, [0], except: index.Newest).ToArray();

        Assert.Equal(5, Assert.Single(found).Item);
    }

    [Theory]
    [InlineData]
    [InlineData(99)]
    public void Nothing_is_found_for_what_is_not_known(params int[] session)
    {
        var index = Index([0, 5]);

        Assert.Empty(new SessionSearch(Plain, index.Settings.Length).Ask(index, session).ToArray());
    }

    [Fact]
    public void Nothing_is_found_in_an_empty_index()
    {
        var index = new SessionIndex(new() { Capacity = 4 });

        Assert.Empty(new SessionSearch(Plain, index.Settings.Length).Ask(index, [0]).ToArray());
    }

    [Fact]
    public void A_question_allocates_nothing()
    {
        var index = RandomIndex(new Random(1), sessions: 200, items: 20);
        var search = new SessionSearch(new(), index.Settings.Length);
        int[] session = [1, 2, 3];
        search.Ask(index, session);

        var before = GC.GetAllocatedBytesForCurrentThread();
        search.Ask(index, session);

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(0)]
    [InlineData(1.5f)]
    public void A_decay_out_of_range_is_refused(float decay) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new SessionSearch(new() { PositionDecay = decay }, 10));

    [Fact]
    public void As_a_model_it_scores_what_it_finds_and_says_nothing_of_the_rest()
    {
        var index = Index([0, 2], [0, 2], [0, 1]);
        var scores = new float[4];

        new SessionScorer(index, 4, Plain).Score(new History([0], [1], [0]), scores);

        Assert.Equal([float.NegativeInfinity, 1, 2, float.NegativeInfinity], scores);
    }

    [Fact]
    public void Users_of_a_data_set_are_its_sessions()
    {
        // Users 0 and 1 in turn: 3 4 | 5 6.
        int[] user = [0, 1, 0, 1], item = [3, 5, 4, 6];
        var train = new Interactions(3, 7, user, item, new long[4], new float[4]);

        var index = SessionIndex.From(train, 10, 10);

        var room = new int[10];
        Assert.Equal(2, index.Newest);
        Assert.Equal([3, 4], room[..index.Read(1, room)]);
        Assert.Equal([5, 6], room[..index.Read(2, room)]);
    }

    static SessionIndex Index(params int[][] sessions)
    {
        var index = new SessionIndex(new() { Capacity = sessions.Length, Length = 10, SessionsPerItem = 100 });
        foreach (var session in sessions)
        {
            var number = SessionIndex.NoSession;
            foreach (var item in session)
            {
                number = index.Append(number, item);
            }
        }

        return index;
    }

    // More sessions than there is room for, one after the other; some items twice.
    static SessionIndex RandomIndex(Random random, int sessions, int items)
    {
        var index = new SessionIndex(new() { Capacity = (sessions * 3 / 4) + 1, Length = 12, SessionsPerItem = 2000 });
        for (var n = 0; n < sessions; n++)
        {
            var number = SessionIndex.NoSession;
            for (var left = random.Next(1, 12); left > 0; left--)
            {
                number = index.Append(number, random.Next(items));
            }
        }

        return index;
    }
}
