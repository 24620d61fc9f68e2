namespace Attune.Learning.Splits;

/// <summary>A split that others published: train and test are given, user by user.</summary>
/// <remarks>
/// <code>
///   train file   user A  ● ● ● ● ● ●          test file   user A  ○ ○
///                          └ validation part (trained without): the last 10 % where lines have an order, else 10 % at random
/// </code>
/// <para>A test item that is in the user's train as well stays to be found, though lists that leave out what is known cannot
/// hold it: the figures stay those of the published protocol.</para>
/// </remarks>
public static class PublishedSplit
{
    /// <summary>Train on one part, find the other.</summary>
    /// <param name="train">What trains; numbered like <paramref name="test"/>.</param>
    /// <param name="test">What is to be found.</param>
    public static DataSplit From(Interactions train, Interactions test)
    {
        if (train.Users != test.Users || train.Items != test.Items)
        {
            throw new ArgumentException(
                $"Train has {train.Users} users and {train.Items} items, test {test.Users} and {test.Items}; they must be numbered alike.",
                nameof(test));
        }

        return new DataSplit(train, Histories.From(train), HeldOut.From(test.User.Span, test.Item.Span));
    }

    /// <summary>
    /// True where the order in which a user's items are given says something: in more than half of the users with three items or
    /// more they do not rise. Items in rising order were sorted by whoever published them.
    /// </summary>
    /// <param name="train">Items numbered by ascending id, times as they were given.</param>
    public static bool HasOrder(Interactions train)
    {
        var (last, count, falls) = (new int[train.Users], new int[train.Users], new bool[train.Users]);
        for (var n = 0; n < train.Count; n++)
        {
            var (user, item) = (train.User.Span[n], train.Item.Span[n]);
            falls[user] |= count[user]++ > 0 && item < last[user];
            last[user] = item;
        }

        var (counted, unsorted) = (0, 0);
        for (var user = 0; user < count.Length; user++)
        {
            counted += count[user] >= 3 ? 1 : 0;
            unsorted += count[user] >= 3 && falls[user] ? 1 : 0;
        }

        return unsorted * 2 > counted;
    }

    /// <summary>Holds out each user's last train items, to choose settings by: a share rounded down, so few items give none.</summary>
    /// <param name="train">The train part, by ascending time; nothing else is looked at.</param>
    /// <param name="share">Above 0 and below 1.</param>
    public static DataSplit LastShare(Interactions train, double share)
    {
        CheckShare(share);
        var left = CountByUser(train);
        var wanted = Array.ConvertAll(left, n => (int)(n * share));
        var keep = new bool[train.Count];
        for (var n = 0; n < keep.Length; n++)
        {
            var user = train.User.Span[n];
            keep[n] = left[user]-- > wanted[user];
        }

        return Cut(train, keep);
    }

    /// <summary>Holds out a share of each user's train items at random, to choose settings by: rounded down, so few items give none.</summary>
    /// <param name="train">The train part; nothing else is looked at.</param>
    /// <param name="share">Above 0 and below 1.</param>
    /// <param name="seed">Of the choice.</param>
    public static DataSplit Validation(Interactions train, double share, int seed)
    {
        CheckShare(share);
        var (count, taken) = (CountByUser(train), new int[train.Users]);

        // Selection sampling (Knuth, TAOCP 2, 3.4.2 S): each of a user's items is taken with the share still wanted.
        var wanted = Array.ConvertAll(count, n => (int)(n * share));
        var random = new Random(seed);
        var keep = new bool[train.Count];
        for (var n = 0; n < keep.Length; n++)
        {
            var user = train.User.Span[n];
            var take = random.NextDouble() * count[user]-- < wanted[user] - taken[user];
            taken[user] += take ? 1 : 0;
            keep[n] = !take;
        }

        return Cut(train, keep);
    }

    static DataSplit Cut(Interactions train, bool[] keep) =>
        From(train.Where(keep), train.Where(Array.ConvertAll(keep, kept => !kept)));

    static int[] CountByUser(Interactions train)
    {
        var count = new int[train.Users];
        foreach (var user in train.User.Span)
        {
            count[user]++;
        }

        return count;
    }

    static void CheckShare(double share)
    {
        if (!(share > 0 && share < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(share), share, "The share held out must be above 0 and below 1.");
        }
    }
}
