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

    /// <summary>Takes the parts of a trained model; the vectors are not copied.</summary>
    /// <param name="items">How many items there are.</param>
    /// <param name="dimensions">Numbers of a vector, a multiple of 32.</param>
    /// <param name="length">Distinct items of a session that are looked at, the last ones.</param>
    /// <param name="temperature">What cosines are divided by, above 0.</param>
    /// <param name="vectors">[items × dimensions]: of length 1, or 0 of an item that was in no session. May lie over a mapped file, which must outlive this.</param>
    /// <param name="weights">The encoder's, as <see cref="Weights"/> has them.</param>
    /// <param name="name">In tables.</param>
    /// <exception cref="ArgumentException">A shape does not fit, or the temperature is not above 0; the message has the numbers.</exception>
    public SessionEmbedding(
        int items, int dimensions, int length, float temperature, ReadOnlyMemory<float> vectors, ReadOnlySpan<float> weights, string name = "session-embedding")
    {
        Limits.Check(dimensions, 32, 512, nameof(dimensions));
        Limits.Check(length, 1, 50, nameof(length));
        Limits.Check(temperature, float.Epsilon, 1, nameof(temperature));
        if (dimensions % 32 != 0 || vectors.Length != (long)items * dimensions)
        {
            throw new ArgumentException($"{items} items of {dimensions} dimensions, a multiple of 32, are {(long)items * dimensions} values; {vectors.Length} given.", nameof(vectors));
        }

        _weights = new EncoderWeights(dimensions, length, weights);
        (Items, Temperature, Vectors, Name) = (items, temperature, vectors, name);
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public int Items { get; }

    /// <summary>Numbers of a vector.</summary>
    public int Dimensions => _weights.Dimensions;

    /// <summary>Distinct items of a session that are looked at, the last ones.</summary>
    public int Length => _weights.Length;

    /// <summary>What cosines are divided by.</summary>
    public float Temperature { get; }

    /// <summary>[items × dimensions]: of length 1, or 0 of an item that was in no session.</summary>
    public ReadOnlyMemory<float> Vectors { get; }

    /// <summary>What the encoder has learned besides, in one block.</summary>
    public ReadOnlyMemory<float> Weights => _weights.Values;

    internal EncoderWeights Encoder => _weights;

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

        for (var item = 0; item < known.Length; item++)
        {
            if (!known[item])
            {
                items.UnitOf(item).Clear();
            }
        }

        return new SessionEmbedding(train.Items, settings.Dimensions, settings.Length, settings.Temperature, items.Units, weights.Values, name);
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
        var asked = new SessionEncoding(this);
        if (!asked.TryRead(history.Items))
        {
            scores.Fill(float.NegativeInfinity);
            return;
        }

        RowProducts.Of(Vectors.Span, asked.Vector, scores);
        for (var item = 0; item < scores.Length; item++)
        {
            scores[item] = IsKnown(item) ? scores[item] : float.NegativeInfinity;
        }

        Sharpen(scores);
    }

    /// <summary>False of an item that was in no session.</summary>
    public bool IsKnown(int item) => VectorOf(item).ContainsAnyExcept(0f);

    /// <summary>An item's vector.</summary>
    public ReadOnlySpan<float> VectorOf(int item) => Vectors.Span.Slice(item * Dimensions, Dimensions);

    /// <summary>Makes scores of cosines: exp((cosine − best) / temperature), so that the best has 1.</summary>
    public void Sharpen(Span<float> cosines)
    {
        var best = float.NegativeInfinity;
        foreach (var cosine in cosines)
        {
            best = Math.Max(best, cosine);
        }

        foreach (ref var cosine in cosines)
        {
            cosine = float.IsNegativeInfinity(cosine) ? cosine : MathF.Exp((cosine - best) / Temperature);
        }
    }
}
