using Attune.Learning.Evaluation;
using Attune.Learning.Kernels;
using Attune.Learning.Parallelism;
using Attune.Learning.Splits;

namespace Attune.Learning.Sessions;

/// <summary>A learned model of sessions: a vector for every item, and one for a session, made of its items' by attention.</summary>
/// <remarks>
/// <para><b>Computes.</b> score(j) = exp((cos(z, vⱼ) − best) / temperature): with z the session's vector (<see cref="SessionEncoder"/>) and vⱼ
/// the item's. Items that were in no session are never listed.</para>
/// <para><b>Training.</b> Cross-entropy of the next item over every prefix of every session, by Adam, against candidates drawn for each
/// batch (<see cref="CandidateDraw"/>). Repeats bit for bit from one seed at any thread count.</para>
/// <para><b>Sources.</b> Vectors of length 1 with a temperature: NISER (Gupta et al., 2019). One space for items and sessions, with
/// dropout on the items' vectors: CORE (Hou et al., SIGIR 2022). The readout: SR-GNN (Wu et al., AAAI 2019).</para>
/// <para><b>Cost.</b> A training does 6 · prefixes · candidates · dimensions operations an epoch; a question, 2 · items · dimensions.</para>
/// </remarks>
public sealed class SessionEmbedding : IScorer
{
    readonly EncoderWeights _weights;
    readonly float[] _items;
    readonly bool[] _known;
    readonly SessionEmbeddingSettings _settings;

    SessionEmbedding(SessionEmbeddingSettings settings, EncoderWeights weights, float[] items, bool[] known, string name) =>
        (_settings, _weights, _items, _known, Name) = (settings, weights, items, known, name);

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public int Items => _known.Length;

    /// <summary>Trains a model.</summary>
    /// <param name="train">A user is a session, in order of time.</param>
    /// <param name="settings">How.</param>
    /// <param name="name">In tables.</param>
    /// <param name="epochEnded">Told the mean loss of each epoch, in nats.</param>
    /// <param name="cancellation">Ends the work within a batch.</param>
    public static SessionEmbedding Train(
        Interactions train,
        SessionEmbeddingSettings settings,
        string name = "session-embedding",
        IProgress<double>? epochEnded = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(train);
        ArgumentNullException.ThrowIfNull(settings);
        settings.Validate();
        var sequences = Sequences.From(train);
        var known = new bool[train.Items];
        foreach (var item in sequences.Items)
        {
            known[item] = true;
        }

        var random = new SplitMix((ulong)settings.Seed);
        var weights = new EncoderWeights(settings.Dimensions, settings.Length);
        weights.Begin(random);
        var items = new UnitVectors(train.Items, settings.Dimensions, random);
        var examples = new SessionExamples(sequences);
        var draw = new CandidateDraw(sequences, train.Items, settings.Candidates);
        var (batch, adam, step) = (new SessionBatch(settings, weights, items), new AdamStep(weights.Values.Length), 0);
        var steps = Math.Max(1, settings.Epochs * ((examples.Count + settings.Batch - 1) / settings.Batch));
        for (var epoch = 0; epoch < settings.Epochs; epoch++)
        {
            var (order, loss) = (examples.Shuffled(random), 0.0);
            for (var from = 0; from < order.Length; from += settings.Batch)
            {
                batch.Begin(examples, order.AsSpan(from, Math.Min(settings.Batch, order.Length - from)), draw, random);
                loss += Step(batch, items, weights, adam, settings, epoch, from, ++step, Rate(settings, step, steps), cancellation);
            }

            epochEnded?.Report(loss / Math.Max(1, order.Length));
        }

        return new SessionEmbedding(settings, weights, items.Units, known, name);
    }

    static double Step(
        SessionBatch batch,
        UnitVectors items,
        EncoderWeights weights,
        AdamStep adam,
        SessionEmbeddingSettings settings,
        int epoch,
        int place,
        int step,
        float rate,
        CancellationToken cancellation)
    {
        var losses = new double[(batch.Next.Length + SessionBatch.RowsPerBlock - 1) / SessionBatch.RowsPerBlock];
        Blocks.Run(
            losses.Length, 1, settings.Threads, () => new SessionBatch.Scratch(settings),
            (scratch, block, _) => losses[block] = batch.RunRows(block, epoch, place, scratch), null, cancellation);
        Blocks.Run(
            batch.CandidateBlocks, 4, settings.Threads, () => 0,
            (_, from, to) =>
            {
                for (var block = from; block < to; block++)
                {
                    batch.RunCandidates(block);
                }
            },
            null, cancellation);
        var gradient = batch.Conclude();
        adam.Move(weights.Values, gradient.Values, 0, step, rate);
        Blocks.Run(items.Touched, 256, settings.Threads, () => 0, (_, from, to) => items.Move(from, to, step, rate), null, cancellation);
        items.Moved();
        return losses.Sum();
    }

    static float Rate(SessionEmbeddingSettings settings, int step, int steps) =>
        settings.LearningRate * (1 - (0.9f * step / steps));

    /// <inheritdoc/>
    public void Score(History history, Span<float> scores)
    {
        if (history.Items.IsEmpty)
        {
            scores.Fill(float.NegativeInfinity);
            return;
        }

        var d = _settings.Dimensions;
        var of = new SessionEncoder.Encoding(d, _settings.Length);
        Span<int> items = stackalloc int[_settings.Length];
        of.Count = SessionExamples.LastDistinct(history.Items, items);
        for (var place = 0; place < of.Count; place++)
        {
            _items.AsSpan(items[place] * d, d).CopyTo(of.VectorAt(place));
        }

        SessionEncoder.Forward(_weights, of);
        RowProducts.Of(_items, of.Session, scores);
        var best = float.NegativeInfinity;
        foreach (var score in scores)
        {
            best = Math.Max(best, score);
        }

        for (var item = 0; item < scores.Length; item++)
        {
            scores[item] = _known[item] ? MathF.Exp((scores[item] - best) / _settings.Temperature) : float.NegativeInfinity;
        }
    }
}
