using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace Attune.Evaluating.Truth;

/// <summary>What a run against the simulator's ground truth showed.</summary>
/// <param name="Known">Shoppers the generation was trained on: the engine's lists.</param>
/// <param name="InVisit">The same shoppers, two events into a further visit.</param>
/// <param name="Popular">The same shoppers: what was taken up most, to everybody.</param>
/// <param name="Chance">The same shoppers: anything in stock.</param>
/// <param name="Newcomers">Shoppers never seen before, after each of <see cref="TruthSettings.Steps"/> events.</param>
/// <param name="Changed">Known shoppers whose taste has changed, under the new taste, after each of so many events.</param>
/// <param name="ChangedByCart">The same after one item of the new taste was viewed and put into the cart.</param>
/// <param name="Launch">What became of an item launched after the training.</param>
public sealed record TruthReport(
    TruthRow Known, TruthRow InVisit, TruthRow Popular, TruthRow Chance, IReadOnlyList<TruthRow> Newcomers, IReadOnlyList<TruthRow> Changed, TruthRow ChangedByCart, LaunchTruth Launch)
{
    /// <summary>All kinds of lists, in the order they are told in.</summary>
    public IEnumerable<TruthRow> Rows => [Known, InVisit, Popular, Chance, .. Newcomers, .. Changed, ChangedByCart];

    /// <summary>For machines: <c>lists</c>, each with its figures, and <c>launch</c>, shares of lists that hold the launched item.</summary>
    public JsonObject ToJson() => new()
    {
        ["lists"] = new JsonArray([.. Rows.Select(row => new JsonObject
        {
            ["lists"] = row.Lists,
            ["shoppers"] = row.Asked,
            ["reward"] = row.Reward,
            ["ideal"] = row.Ideal,
            ["share"] = row.Share,
        })]),
        ["launch"] = new JsonObject
        {
            ["loversAtOnce"] = Launch.LoversAtOnce,
            ["loversByTaste"] = Launch.LoversByTaste,
            ["othersAtOnce"] = Launch.OthersAtOnce,
            ["othersByTaste"] = Launch.OthersByTaste,
            ["lovers"] = Launch.Lovers,
            ["loversByTogether"] = Launch.LoversByTogether,
            ["others"] = Launch.Others,
        },
    };

    /// <summary>A table for people, in Markdown.</summary>
    public string ToText()
    {
        var text = new StringBuilder();
        text.AppendLine("| lists | shoppers | expected reward | ideal | share of the ideal |").AppendLine("|---|---|---|---|---|");
        foreach (var row in Rows)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"| {row.Lists} | {row.Asked} | {row.Reward:0.000} | {row.Ideal:0.000} | {row.Share:0.000} |");
        }

        text.AppendLine().AppendLine("| an item launched after the training is in the lists of | before anyone took it up | after some did |").AppendLine("|---|---|---|");
        text.AppendLine(CultureInfo.InvariantCulture, $"| shoppers who love its category | {Launch.LoversAtOnce:p0} | {Launch.Lovers:p0} |");
        text.AppendLine(CultureInfo.InvariantCulture, $"| of them, placed there by its properties (`taste`), or by `together` | {Launch.LoversByTaste:p0} | {Launch.LoversByTogether:p0} |");
        text.Append(CultureInfo.InvariantCulture, $"| all other shoppers | {Launch.OthersAtOnce:p0} | {Launch.Others:p0} |").AppendLine();
        text.Append(CultureInfo.InvariantCulture, $"| of them, placed there by its properties | {Launch.OthersByTaste:p0} | |");
        return text.ToString();
    }
}

/// <summary>What one kind of list is worth, averaged over shoppers.</summary>
/// <param name="Lists">Which lists.</param>
/// <param name="Asked">Shoppers asked.</param>
/// <param name="Reward">Expected reward of their lists, as <c>ShopSimulator.ExpectedReward</c> has it.</param>
/// <param name="Ideal">Of the best lists there could have been, without what the shopper bought.</param>
public sealed record TruthRow(string Lists, int Asked, double Reward, double Ideal)
{
    /// <summary>Reward over ideal, 0 to 1.</summary>
    public double Share => Reward / Ideal;

    internal static TruthRow Of(string lists, IReadOnlyCollection<(double Reward, double Ideal)> measured) =>
        new(lists, measured.Count, measured.Average(one => one.Reward), measured.Average(one => one.Ideal));
}

/// <summary>In how many lists, 0 to 1, a newly launched item stands.</summary>
/// <param name="LoversAtOnce">Of shoppers who love its category, before anybody took it up.</param>
/// <param name="LoversByTaste">The part of <paramref name="LoversAtOnce"/> whose list says <c>taste</c> brought it: its properties placed it there.</param>
/// <param name="OthersAtOnce">Of the others, likewise.</param>
/// <param name="OthersByTaste">The part of <paramref name="OthersAtOnce"/> whose list says <c>taste</c>.</param>
/// <param name="Lovers">Of shoppers who love its category and did not see it, after some of the others like them took it up.</param>
/// <param name="LoversByTogether">The part of <paramref name="Lovers"/> whose list says <c>together</c> brought it.</param>
/// <param name="Others">Of the rest, then.</param>
public sealed record LaunchTruth(
    double LoversAtOnce, double LoversByTaste, double OthersAtOnce, double OthersByTaste, double Lovers, double LoversByTogether, double Others);
