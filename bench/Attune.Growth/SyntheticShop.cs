using Attune.Learning.Splits;

namespace Attune.Growth;

/// <summary>Interactions of the shape real ones have: a few items and users with most of them, and groups of taste.</summary>
/// <remarks>
/// An item's popularity falls as its rank to the power −0.8, a user's activity as theirs to −0.6. Every item is of one of 50 groups, every user is drawn to
/// three of them: two thirds of their interactions are there, the rest anywhere. The same seed gives the same shop.
/// </remarks>
static class SyntheticShop
{
    const int Groups = 50;
    const double PopularityExponent = 0.8;
    const double ActivityExponent = 0.6;

    public static Interactions Make(ShopShape shape, int seed)
    {
        var random = new Random(seed);
        var everywhere = Ranks(shape.Items, PopularityExponent);
        var inGroup = Ranks((shape.Items + Groups - 1) / Groups, PopularityExponent);
        var activity = Ranks(shape.Users, ActivityExponent);
        var (users, items) = (new List<int>(shape.Interactions), new List<int>(shape.Interactions));
        var taken = new HashSet<int>();
        for (var user = 0; user < shape.Users; user++)
        {
            var share = (activity[user] - (user == 0 ? 0 : activity[user - 1])) / activity[^1];
            var wanted = Math.Clamp((int)Math.Round(share * shape.Interactions), 1, shape.Items / 2);
            int[] liked = [random.Next(Groups), random.Next(Groups), random.Next(Groups)];
            taken.Clear();
            for (var attempt = 0; taken.Count < wanted && attempt < 20 * wanted; attempt++)
            {
                // Group g holds the items g, g + 50, g + 100 and so on: of every popularity.
                var item = random.Next(3) == 0
                    ? Draw(everywhere, random)
                    : (Draw(inGroup, random) * Groups) + liked[random.Next(3)];
                if (item < shape.Items && taken.Add(item))
                {
                    users.Add(user);
                    items.Add(item);
                }
            }
        }

        return InRandomOrder(shape, users, items, random);
    }

    // As it would come in: everybody a little at a time.
    static Interactions InRandomOrder(ShopShape shape, List<int> users, List<int> items, Random random)
    {
        var order = Enumerable.Range(0, users.Count).ToArray();
        random.Shuffle(order);
        var time = Enumerable.Range(0, order.Length).Select(n => n * 60_000_000L).ToArray();
        var ones = new float[order.Length];
        Array.Fill(ones, 1f);
        return new Interactions(
            shape.Users, shape.Items, Array.ConvertAll(order, n => users[n]), Array.ConvertAll(order, n => items[n]), time, ones);
    }

    /// <summary>Cumulative weights of ranks.</summary>
    static double[] Ranks(int count, double exponent)
    {
        var sums = new double[count];
        var sum = 0.0;
        for (var rank = 0; rank < count; rank++)
        {
            sum += Math.Pow(rank + 1, -exponent);
            sums[rank] = sum;
        }

        return sums;
    }

    static int Draw(double[] sums, Random random)
    {
        var at = Array.BinarySearch(sums, random.NextDouble() * sums[^1]);
        return Math.Min(at < 0 ? ~at : at, sums.Length - 1);
    }
}
