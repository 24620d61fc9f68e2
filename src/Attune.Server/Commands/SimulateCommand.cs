using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Attune.Server.Commands.Shop;
using Attune.Server.Hosting;
using Attune.Simulating;

namespace Attune.Server.Commands;

/// <summary><c>attune simulate</c>: fills a workspace with the simulated shop, once, and lets shoppers arrive until Ctrl-C.</summary>
static class SimulateCommand
{
    public static Verb Create()
    {
        var where = new WhereOptions();
        var rate = new Option<double>("--rate") { Description = "Visits a second, 0.1 to 1000.", DefaultValueFactory = _ => 2 };
        var seed = new Option<int>("--seed") { Description = "Which shop.", DefaultValueFactory = _ => 1 };
        var seconds = new Option<double>("--seconds") { Description = "How long; 0 until Ctrl-C.", DefaultValueFactory = _ => 0 };
        var truth = new Option<bool>("--truth") { Description = "Hold an engine of its own against what the shoppers really like, and print how near it came." };
        var lives = new Option<int>("--lives") { Description = "With --truth: on how many shops the ways of making lists are also lived with for days, and compared. 0 to 20.", DefaultValueFactory = _ => 2 };
        var command = new Verb(
            "simulate",
            "Fill a workspace with a simulated shop and let shoppers arrive.",
            "attune simulate --rate 5 --seconds 60",
            "attune simulate --truth --lives 0") { rate, seed, seconds, truth, lives };
        where.AddTo(command);
        command.SetAction((parsed, cancellation) => parsed.GetValue(truth)
            ? TruthCommand.RunAsync(
                SettingsFile.Read(Path.Combine(where.Read(parsed).Data, SettingsFile.Name)).Engine,
                parsed.GetValue(seed), Lives(parsed.GetValue(lives)), where.Read(parsed).Json, cancellation)
            : RunAsync(where.Read(parsed), parsed.GetValue(rate), parsed.GetValue(seed), Output.Duration(parsed.GetValue(seconds)), cancellation));
        return command;
    }

    static int Lives(int lives) => lives is >= 0 and <= 20
        ? lives
        : throw new UsageException(FormattableString.Invariant($"--lives is {lives}; it must be 0 to 20."));

    static async Task<int> RunAsync(Where where, double rate, int seed, TimeSpan duration, CancellationToken cancellation)
    {
        if (rate is not (>= 0.1 and <= 1000))
        {
            throw new UsageException(string.Create(CultureInfo.InvariantCulture, $"--rate is {rate}; it must be 0.1 to 1000."));
        }

        await using var session = await ServerSession.OpenAsync(where, cancellation);
        var (plan, isNew) = ShopPlan.Of(where.Data, new ShopSettings { Seed = seed }, TimeProvider.System);
        var shop = plan.Draw();
        if (isNew)
        {
            await ShopOpening.FillAsync(session.Client, shop, plan, where.Data, shown: !where.Json, cancellation);
        }

        var shoppers = new LiveShoppers(session.Client, shop, TimeProvider.System);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        if (duration > TimeSpan.Zero)
        {
            ending.CancelAfter(duration);
        }

        try
        {
            await shoppers.RunAsync(rate, ending.Token);
        }
        catch (OperationCanceledException)
        {
            // The end of the simulation, by time or by hand.
        }

        var (events, lists, clicks, purchases) = shoppers.Totals;
        if (where.Json)
        {
            Output.Json(new JsonObject { ["events"] = events, ["lists"] = lists, ["clicks"] = clicks, ["purchases"] = purchases });
            return ExitCode.Good;
        }

        Output.Line(string.Create(
            CultureInfo.InvariantCulture, $"{events:n0} events, {lists:n0} lists shown, {clicks:n0} clicked ({clicks / (double)Math.Max(1, lists):p1}), {purchases:n0} purchases from lists."));
        return ExitCode.Good;
    }
}
