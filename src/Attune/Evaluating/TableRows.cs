using Attune.Evaluating.Models;
using Attune.Learning.Blending;
using Attune.Learning.Evaluation;
using Attune.Learning.Metrics;
using Attune.Learning.Splits;

namespace Attune.Evaluating;

/// <summary>Trains and asks the rows of a table, seed after seed, and blends among them.</summary>
/// <remarks>
/// Of the trained models only the parts of blends are kept until these are asked: one seed's, and those that have none. A model
/// that fails is a row without figures, and so is every blend it is part of.
/// </remarks>
sealed class TableRows(DataSplit split, RankingSettings ranking, int seeds, TimeProvider clock, IProgress<string>? progress, CancellationToken cancellation)
{
    readonly Novelty _novelty = Novelty.From(split.Train);
    readonly List<Row> _rows = [];

    /// <summary>Why models have no figures, by name.</summary>
    internal List<FailedModel> Failed { get; } = [];

    /// <summary>Measures models, and blends of some of them.</summary>
    internal List<ModelReport> Measure(IReadOnlyList<ITrialModel> models, IReadOnlyList<BlendOfTrials> blends)
    {
        _rows.AddRange(models.Select(model => new Row(model)));
        for (var n = 0; n < seeds; n++)
        {
            foreach (var row in _rows)
            {
                var seeded = row.Model.WithSeed(ranking.Seed + n);
                if (row.Failure is null && (n == 0 || seeded is not null))
                {
                    Train(row, seeded ?? row.Model, keep: blends.Any(blend => blend.Holds(row.Model)));
                }
            }

            foreach (var blend in blends)
            {
                var parts = blend.Parts.Select(part => (Row: _rows.First(row => row.Model.Equals(part.Model)), part.Weight)).ToList();
                if (parts.Find(part => part.Row.Failure is not null) is { Row: { } failed })
                {
                    blend.Failure = $"{failed.Model.Name}, a part of it, failed";
                }
                else if (n == 0 || parts.Exists(part => part.Row.Model.WithSeed(0) is not null))
                {
                    Ask(blend, parts);
                }
            }
        }

        Failed.AddRange(_rows.Where(row => row.Failure is not null).Select(row => new FailedModel(row.Model.Name, row.Failure!)));
        Failed.AddRange(blends.Where(blend => blend.Failure is not null).Select(blend => new FailedModel(blend.Name, blend.Failure!)));
        return
        [
            .. _rows.Where(row => row.Failure is null).Select(row => Report(row.Model.Name, row.Model.Settings, row.Figures)),
            .. blends.Where(blend => blend.Failure is null).Select(blend => Report(blend.Name, blend.Settings, blend.Figures)),
        ];
    }

    void Train(Row row, ITrialModel model, bool keep)
    {
        progress?.Report($"training {model.Name}");
        var began = clock.GetTimestamp();
        try
        {
            row.Scorer = null;
            var scorer = model.Train(split, cancellation);
            var training = clock.GetElapsedTime(began);
            progress?.Report($"asking {model.Name}");
            row.Figures.Add(Ask(scorer, training));
            (row.Scorer, row.TrainTook) = (keep ? scorer : null, training);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            // One model that cannot be trained on this data does not take the others' figures away.
            row.Failure = fault.Message.Split(" (Parameter '")[0];
        }
    }

    void Ask(BlendOfTrials blend, List<(Row Row, float Weight)> parts)
    {
        progress?.Report($"asking {blend.Name}");
        var scorer = new BlendScorer([.. parts.Select(part => new BlendPart(part.Row.Scorer!, part.Weight))], ranking.LeaveOutSeen, blend.Name);
        blend.Figures.Add(Ask(scorer, parts.Aggregate(TimeSpan.Zero, (sum, part) => sum + part.Row.TrainTook)));
    }

    Measured Ask(IScorer scorer, TimeSpan training)
    {
        var began = clock.GetTimestamp();
        var result = FullRanking.Run(scorer, split, ranking, _novelty, null, cancellation);
        return new Measured(result, training, clock.GetElapsedTime(began));
    }

    ModelReport Report(string name, IReadOnlyList<(string Name, double Value)> settings, List<Measured> figures) => new()
    {
        Name = name,
        Settings = settings,
        Result = EvaluationResult.MeanOf([.. figures.Select(figure => figure.Result)], ranking),
        TrainTook = figures.Aggregate(TimeSpan.Zero, (sum, figure) => sum + figure.TrainTook) / figures.Count,
        AskTook = figures.Aggregate(TimeSpan.Zero, (sum, figure) => sum + figure.AskTook) / figures.Count,
    };

    sealed class Row(ITrialModel model)
    {
        internal ITrialModel Model => model;

        internal List<Measured> Figures { get; } = [];

        internal IScorer? Scorer { get; set; }

        internal TimeSpan TrainTook { get; set; }

        internal string? Failure { get; set; }
    }
}

/// <summary>One asking of all questions.</summary>
readonly record struct Measured(EvaluationResult Result, TimeSpan TrainTook, TimeSpan AskTook);

/// <summary>A row that blends others.</summary>
/// <param name="name">In the table.</param>
/// <param name="parts">Rows of the same table, with their weights.</param>
sealed class BlendOfTrials(string name, IReadOnlyList<(ITrialModel Model, float Weight)> parts)
{
    internal string Name => name;

    internal IReadOnlyList<(ITrialModel Model, float Weight)> Parts => parts;

    internal IReadOnlyList<(string Name, double Value)> Settings => [.. parts.Select(part => (part.Model.Name, Math.Round(part.Weight, 4)))];

    internal List<Measured> Figures { get; } = [];

    internal string? Failure { get; set; }

    internal bool Holds(ITrialModel model) => parts.Any(part => part.Model.Equals(model));
}
