using Attune.Evaluating.Models;
using Attune.Learning.Evaluation;
using Attune.Learning.Splits;
using Attune.Tests.Fakes;
using Attune.Tuning;

namespace Attune.Tests.Tuning;

/// <summary>Races of made-up models: each knows a share of the users' items, and takes a stated time to train.</summary>
public class RaceTests
{
    const int Users = 200;

    readonly FakeClock _clock = new();

    [Fact]
    public void The_best_wins_with_the_settings_found_and_everything_tried_is_told()
    {
        var result = Run(new Knowing("weak", 0.2), new Knowing("strong", 0.5) { Better = [0.4, 0.8] });

        Assert.Equal("strong", result.Winner!.Family);
        Assert.Equal(0.8, result.Winner.Figure, 0.05);
        Assert.Equal(4, result.Trials.Count);
        Assert.Contains(result.Trials, trial => trial is { Kept: false, Model: "strong" });
        Assert.StartsWith("Best alone: strong", result.Why[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Of_models_that_are_level_the_simpler_wins_and_the_sentence_says_so()
    {
        var result = Run(new Knowing("simple", 0.5), new Knowing("fancy", 0.505));

        Assert.Equal("simple", result.Winner!.Family);
        Assert.Contains("simple is simpler", result.Why[0], StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_grows_for_as_long_as_that_pays()
    {
        var result = Run(new Knowing("sized", 0.2) { Size = 16, BySize = size => size <= 64 ? size / 100.0 : 0.641 });

        Assert.Equal(64, Assert.IsType<Knowing>(result.Winner!.Best).Size);
        Assert.Equal([16, 32, 64, 128], result.Trials.Select(trial => trial.Settings.Single(setting => setting.Name == "size").Value));
    }

    [Fact]
    public void No_trial_begins_after_the_budget_and_the_model_that_would_not_end_is_given_up()
    {
        var result = Run(
            new Knowing("slow", 0.5) { Takes = TimeSpan.FromSeconds(50), Better = [.. Enumerable.Range(1, 100).Select(n => 0.5 + (n / 1000.0))] },
            new Knowing("endless", 0.9) { Takes = TimeSpan.FromHours(1) });

        Assert.True(_clock.GetUtcNow() - new FakeClock().GetUtcNow() <= TimeSpan.FromMinutes(5));
        Assert.InRange(result.Trials.Count, 2, 6);
        Assert.Equal("slow", result.Winner!.Family);
        Assert.Contains(result.Why, why => why.StartsWith("endless took no part: it took more than its share", StringComparison.Ordinal));
    }

    [Fact]
    public void A_model_that_fails_takes_no_part_and_the_others_go_on()
    {
        var result = Run(new Knowing("broken", 0.5) { Fails = true }, new Knowing("sound", 0.3));

        Assert.Equal("sound", result.Winner!.Family);
        Assert.Equal("broken took no part: it does not like this data.", result.Why[0]);
    }

    [Fact]
    public void Models_that_know_different_users_are_blended()
    {
        var result = Run(new Knowing("first", 0.5), new Knowing("second", 0.5) { FromTop = true });

        Assert.Equal(2, result.Blend!.Parts.Count);
        Assert.True(result.Blend.Gain.Low > 0);
        Assert.True(result.Served!.SameAs(result.Blend));
    }

    [Fact]
    public void What_cannot_be_served_together_is_told_apart_from_the_best_blend()
    {
        var split = Split();
        var contenders = new[] { new Contender("a", TrialSlot.Taste, new Knowing("a", 0.5)), new Contender("b", TrialSlot.Taste, new Knowing("b", 0.5) { FromTop = true }) };

        var result = new Race(new RaceCourse(split, true, false, 10, 1, 1), new(), _clock).Run(contenders, null, TestContext.Current.CancellationToken);

        Assert.Equal(2, result.Blend!.Parts.Count);
        Assert.Single(result.Served!.Parts);
    }

    [Fact]
    public void Nothing_held_out_leaves_every_model_as_it_was()
    {
        var nobody = new DataSplit(Split().Train, Split().Known, HeldOut.From([], []));

        var result = new Race(new RaceCourse(nobody, true, false, 10, 1, 1), new(), _clock)
            .Run([new Contender("a", TrialSlot.None, new Knowing("a", 0.5))], null, TestContext.Current.CancellationToken);

        Assert.Null(result.Winner);
        Assert.Contains("too little data", result.Why[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Cancellation_ends_the_race()
    {
        using var stop = new CancellationTokenSource();
        stop.Cancel();

        Assert.ThrowsAny<OperationCanceledException>(() => new Race(new RaceCourse(Split(), true, false, 10, 1, 1), new(), _clock)
            .Run([new Contender("a", TrialSlot.None, new Knowing("a", 0.5))], null, stop.Token));
    }

    RaceResult Run(params Knowing[] models) => new Race(new RaceCourse(Split(), true, false, 10, 1, 1), new(), _clock).Run(
        [.. models.Select(model => new Contender(model.Name, TrialSlot.None, model with { Clock = _clock }))], null, TestContext.Current.CancellationToken);

    // Everybody knows the last item; user u is to find item u.
    static DataSplit Split() => TemporalSplit.At(
        new Interactions(
            Users,
            Users + 2,
            Enumerable.Range(0, 2 * Users).Select(n => n % Users).ToArray(),
            Enumerable.Range(0, 2 * Users).Select(n => n < Users ? Users + 1 : n - Users).ToArray(),
            Enumerable.Range(0, 2 * Users).Select(n => (long)n).ToArray(),
            Enumerable.Repeat(1f, 2 * Users).ToArray()),
        Users);

    sealed record Knowing(string Name, double Share) : ISizedTrial
    {
        public FakeClock? Clock { get; init; }

        public TimeSpan Takes { get; init; } = TimeSpan.FromSeconds(1);

        public double[] Better { get; init; } = [];

        public bool Fails { get; init; }

        public bool FromTop { get; init; }

        public int Size { get; init; }

        public Func<int, double>? BySize { get; init; }

        public IReadOnlyList<(string Name, double Value)> Settings => [("share", Share), ("size", Size)];

        public ITrialModel? WithSize(int size) => BySize is null ? null : this with { Size = size };

        public IScorer Train(DataSplit split, CancellationToken cancellation)
        {
            for (var passed = TimeSpan.Zero; passed < Takes; passed += TimeSpan.FromSeconds(1))
            {
                Clock?.Advance(TimeSpan.FromSeconds(1));
                cancellation.ThrowIfCancellationRequested();
            }

            return Fails ? throw new InvalidOperationException("it does not like this data.") : new Scorer(BySize?.Invoke(Size) ?? Share, FromTop);
        }

        public ITrialModel Tune(Func<ITrialModel, double> figure, bool timed)
        {
            foreach (var share in Better)
            {
                figure(this with { Share = share });
            }

            return this;
        }
    }

    sealed class Scorer(double share, bool fromTop) : IScorer
    {
        public string Name => "scorer";

        public int Items => Users + 2;

        public void Score(Attune.Learning.Splits.History history, Span<float> scores) => throw new NotSupportedException();

        public void ScoreMany(Histories known, ReadOnlySpan<int> rows, Span<float> scores)
        {
            scores.Clear();
            for (var n = 0; n < rows.Length; n++)
            {
                var knows = (fromTop ? Users - 1 - rows[n] : rows[n]) < share * Users;
                scores[(n * Items) + (knows ? rows[n] : Users)] = 1;
            }
        }
    }
}
