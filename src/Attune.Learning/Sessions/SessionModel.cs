using System.Collections.Concurrent;
using Attune.Learning.Evaluation;
using Attune.Learning.Kernels;
using Attune.Learning.Parallelism;
using Attune.Learning.Splits;

namespace Attune.Learning.Sessions;

/// <summary>The blend of all that is known of sessions: what the parts propose, ranked by weights learned on sessions they have not seen.</summary>
/// <remarks>
/// <para><b>Parts.</b> Sessions like this one, sequential rules over the session and from its last item, learned vectors.</para>
/// <para><b>Training.</b> The last share of the sessions is held back, parts are trained on the others and asked; the weights are
/// those under which the items that did come next were likeliest (<see cref="ConditionalLogit"/>). Then the parts are trained
/// once more, on everything.</para>
/// <para><b>Cost.</b> Twice its parts'.</para>
/// </remarks>
public sealed class SessionModel : IScorer
{
    const int QuestionsPerBlock = 32;

    readonly SessionParts _parts;
    readonly SessionModelSettings _settings;
    readonly ConcurrentBag<CandidateFeatures> _idle = [];

    SessionModel(SessionParts parts, SessionModelSettings settings, float[] weights, int items, string name) =>
        (_parts, _settings, Weights, Items, Name) = (parts, settings, weights, items, name);

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public int Items { get; }

    internal float[] Weights { get; }

    /// <summary>Trains parts and weights.</summary>
    /// <param name="train">A user is a session, in order of time.</param>
    /// <param name="settings">How.</param>
    /// <param name="name">In tables.</param>
    /// <param name="cancellation">Ends the work within a second.</param>
    public static SessionModel Train(
        Interactions train, SessionModelSettings settings, string name = "sessions", CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(train);
        ArgumentNullException.ThrowIfNull(settings);
        settings.Validate();
        var split = HeldBack(train, settings.HoldOut);
        var choices = Choices(split, settings, cancellation);
        var parts = SessionParts.Train(train, settings, cancellation);
        var weights = ConditionalLogit.Fit(choices, CandidateFeatures.WidthOf(parts.Models.Count), CandidateFeatures.Groups, settings.Threads, cancellation);
        return new SessionModel(parts, settings, weights, train.Items, name);
    }

    /// <inheritdoc/>
    public void Score(History history, Span<float> scores)
    {
        var features = _idle.TryTake(out var idle) ? idle : new CandidateFeatures(_parts, Items, _settings.Proposed);
        features.Gather(history);
        scores.Fill(float.NegativeInfinity);
        var weights = Weights.AsSpan(features.GroupOf(history) * features.Width, features.Width);
        var best = float.NegativeInfinity;
        for (var candidate = 0; candidate < features.Items.Count; candidate++)
        {
            var score = DotProduct.Of(weights, features.Of(candidate));
            scores[features.Items[candidate]] = score;
            best = Math.Max(best, score);
        }

        foreach (var item in features.Items)
        {
            scores[item] = MathF.Exp(scores[item] - best);
        }

        _idle.Add(features);
    }

    // The sessions begun last, whole; what is before them trains.
    static DataSplit HeldBack(Interactions train, double share)
    {
        var sequences = Sequences.From(train);
        var starts = new int[sequences.Count + 1];
        for (var session = 0; session <= sequences.Count; session++)
        {
            starts[session] = sequences.StartOf(session);
        }

        long[] places = [.. Enumerable.Range(0, train.Count)];
        return SessionPrefixes.Validation(new SessionSet(train.Items, starts, sequences.Items, places), share);
    }

    static Choice[] Choices(DataSplit split, SessionModelSettings settings, CancellationToken cancellation)
    {
        var parts = SessionParts.Train(split.Train, settings, cancellation);
        var count = Math.Min(settings.Questions, split.Test.Count);
        var choices = new Choice?[count];
        Blocks.Run(
            count,
            QuestionsPerBlock,
            settings.Threads,
            () => new CandidateFeatures(parts, split.Train.Items, settings.Proposed),
            (features, from, to) =>
            {
                for (var n = from; n < to; n++)
                {
                    // Evenly over those there are.
                    var question = (int)((long)n * split.Test.Count / count);
                    var history = split.Known.Of(split.Test.RowOf(question));
                    features.Gather(history);
                    if (features.PlaceOf(split.Test.RelevantOf(question)[0]) is >= 0 and var taken)
                    {
                        var values = new float[features.Items.Count * features.Width];
                        for (var candidate = 0; candidate < features.Items.Count; candidate++)
                        {
                            features.Of(candidate).CopyTo(values.AsSpan(candidate * features.Width));
                        }

                        choices[n] = new Choice(values, taken, features.GroupOf(history));
                    }
                }
            },
            null,
            cancellation);
        return [.. choices.OfType<Choice>()];
    }
}
