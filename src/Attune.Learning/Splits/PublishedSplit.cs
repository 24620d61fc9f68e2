namespace Attune.Learning.Splits;

/// <summary>A split that others published: train and test are given, user by user.</summary>
/// <remarks>
/// <code>
///   train file   user A  ● ● ● ● ● ●          test file   user A  ○ ○
///                          └ 10 % at random, seeded = validation part (trained without)
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

    /// <summary>Holds out a share of each user's train items at random, to choose settings by: rounded down, so few items give none.</summary>
    /// <param name="train">The train part; nothing else is looked at.</param>
    /// <param name="share">Above 0 and below 1.</param>
    /// <param name="seed">Of the choice.</param>
    public static DataSplit Validation(Interactions train, double share, int seed)
    {
        if (!(share > 0 && share < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(share), share, "The share held out must be above 0 and below 1.");
        }

        var (count, taken) = (new int[train.Users], new int[train.Users]);
        foreach (var user in train.User.Span)
        {
            count[user]++;
        }

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

        return From(train.Where(keep), train.Where(Array.ConvertAll(keep, kept => !kept)));
    }
}
