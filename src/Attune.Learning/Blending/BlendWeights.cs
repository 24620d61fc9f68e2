using Attune.Learning.Evaluation;
using Attune.Learning.Splits;

namespace Attune.Learning.Blending;

/// <summary>The weights of a blend, learned on questions its parts were not trained on.</summary>
/// <remarks>
/// <para><b>How.</b> Begin with the best single part, or the simplest that is level with it; take up the part that raises NDCG most,
/// at the weight at which it does; weigh all parts anew, one after the other; repeat while a part brings enough; at
/// last leave out every part that the others make needless. Greedy forward selection as in Caruana et al., "Ensemble
/// selection from libraries of models", ICML 2004, with weights in place of repeats.</para>
/// <para><b>Repeats.</b> Nothing is drawn but the bootstrap's resamples, from the seed: the same lists give the same weights at any
/// number of threads.</para>
/// <para><b>Cost.</b> O(parts² · 12 + parts · 30) passes over the questions' candidates.</para>
/// </remarks>
public sealed class BlendWeights
{
    const int RefiningPasses = 3;

    static readonly float[] First = [0.03f, 0.06f, 0.1f, 0.18f, 0.3f, 0.5f, 0.75f, 1, 1.5f, 2.5f, 5, 10];

    static readonly float[] Steps = [0.6f, 0.8f, 0.9f, 1.1f, 1.25f, 1.6f];

    BlendWeights(float[] weights, int begun, double begunFigure, Estimate gain, double figure, IReadOnlyList<BlendStep> steps) =>
        (ByPart, BestAlone, AloneFigure, Gain, Figure, Told) = (weights, begun, begunFigure, gain, figure, steps);

    /// <summary>By part, in the order given: 0 where it was left out, otherwise above 0; they sum to 1.</summary>
    public IReadOnlyList<float> ByPart { get; }

    /// <summary>The part the blend began with: the best, or the simplest that is level with it.</summary>
    public int BestAlone { get; }

    /// <summary>NDCG of <see cref="BestAlone"/> alone.</summary>
    public double AloneFigure { get; }

    /// <summary>NDCG of the blend.</summary>
    public double Figure { get; }

    /// <summary>NDCG of the blend above that of <see cref="BestAlone"/>, with its interval.</summary>
    public Estimate Gain { get; }

    /// <summary>What was taken up and left out, in order.</summary>
    public IReadOnlyList<BlendStep> Told { get; }

    /// <summary>Learns the weights.</summary>
    /// <param name="parts">Each part's lists for the same questions, simplest part first; at least one.</param>
    /// <param name="test">The questions.</param>
    /// <param name="settings">How.</param>
    /// <param name="slots">By part: of the parts of one number above 0 at most one is kept; 0 = no such bound. Null for all 0.</param>
    /// <param name="cancellation">Ends the work within a pass.</param>
    /// <exception cref="ArgumentException">There is no part or no question, or a part was asked other questions.</exception>
    public static BlendWeights Learn(
        IReadOnlyList<TopLists> parts, HeldOut test, BlendSettings settings, IReadOnlyList<int>? slots = null, CancellationToken cancellation = default)
    {
        settings.Validate();
        if (parts.Count == 0 || test.Count == 0)
        {
            throw new ArgumentException($"There are {parts.Count} parts and {test.Count} questions; at least one of each is needed.", nameof(parts));
        }

        if (parts.FirstOrDefault(part => part.Questions != test.Count || part.Items != parts[0].Items) is { } other)
        {
            throw new ArgumentException(
                $"{other.Name} answers {other.Questions} questions over {other.Items} items; there are {test.Count} over {parts[0].Items}.", nameof(parts));
        }

        return new Search(parts, test, settings, slots ?? new int[parts.Count], cancellation).Run();
    }

    sealed class Search(IReadOnlyList<TopLists> parts, HeldOut test, BlendSettings settings, IReadOnlyList<int> slots, CancellationToken cancellation)
    {
        readonly BlendedQuestions _questions = new(parts, test, settings.K);
        readonly int[] _groups = [.. Enumerable.Range(0, test.Count).Select(test.GroupOf)];
        readonly List<BlendStep> _told = [];
        float[] _weights = new float[parts.Count];
        double[] _figures = [];

        internal BlendWeights Run()
        {
            var alone = Enumerable.Range(0, parts.Count).Select(part => Ask(Only(part))).ToArray();
            var best = Enumerable.Range(0, parts.Count).MaxBy(part => alone[part].Average());
            var single = Enumerable.Range(0, parts.Count).First(part => part == best || !Better(alone[best], alone[part], 2 * settings.LeastGain));
            (_weights, _figures) = (Only(single), alone[single]);
            _told.Add(new BlendStep(single, 0, _figures.Average(), true));
            while (TakeUp())
            {
                Refine();
            }

            LeaveOut(single);
            var sum = _weights.Sum();
            return new BlendWeights(
                Array.ConvertAll(_weights, weight => weight / sum), single, alone[single].Average(), Above(_figures, alone[single]), _figures.Average(), _told);
        }

        bool TakeUp()
        {
            var (bestPart, best, bestFigures) = (-1, _weights, _figures);
            for (var part = 0; part < parts.Count; part++)
            {
                if (_weights[part] == 0 && !Taken(slots[part]))
                {
                    foreach (var weight in First)
                    {
                        var weights = With(part, weight * _weights.Max());
                        if (Ask(weights) is var figures && figures.Average() > bestFigures.Average())
                        {
                            (bestPart, best, bestFigures) = (part, weights, figures);
                        }
                    }
                }
            }

            if (bestPart < 0)
            {
                return false;
            }

            var taken = Better(bestFigures, _figures, settings.LeastGain);
            _told.Add(new BlendStep(bestPart, _figures.Average(), bestFigures.Average(), taken));
            (_weights, _figures) = taken ? (best, bestFigures) : (_weights, _figures);
            return taken;
        }

        bool Taken(int slot) => slot > 0 && Enumerable.Range(0, parts.Count).Any(part => _weights[part] > 0 && slots[part] == slot);

        void Refine()
        {
            for (var pass = 0; pass < RefiningPasses; pass++)
            {
                var before = _weights;
                for (var part = 0; part < parts.Count; part++)
                {
                    var weight = _weights[part];
                    foreach (var step in weight > 0 ? Steps : [])
                    {
                        var weights = With(part, weight * step);
                        if (Ask(weights) is var figures && figures.Average() > _figures.Average())
                        {
                            (_weights, _figures) = (weights, figures);
                        }
                    }
                }

                if (_weights == before)
                {
                    return;
                }
            }
        }

        void LeaveOut(int single)
        {
            for (var part = parts.Count - 1; part >= 0; part--)
            {
                var others = With(part, 0);
                if (_weights[part] > 0 && part != single && others.Max() > 0 && Ask(others) is var without && !Better(_figures, without, settings.LeastGain))
                {
                    _told.Add(new BlendStep(part, without.Average(), _figures.Average(), false));
                    (_weights, _figures) = (others, without);
                }
            }
        }

        bool Better(double[] figures, double[] than, double least)
        {
            var above = Above(figures, than);
            return above.Mean > 0 && above.Mean >= least * than.Average() && (settings.Resamples == 0 || above.Low > 0);
        }

        Estimate Above(double[] figures, double[] than) => Bootstrap.Difference(figures, than, _groups, settings.Resamples, settings.Seed);

        double[] Ask(float[] weights) => _questions.Ndcg(weights, settings.Threads, cancellation);

        float[] With(int part, float weight) => [.. _weights.Select((own, n) => n == part ? weight : own)];

        float[] Only(int part) => [.. Enumerable.Range(0, parts.Count).Select(n => n == part ? 1f : 0f)];
    }
}

/// <summary>One step of learning a blend: a part looked at, and what became of it.</summary>
/// <param name="Part">Which.</param>
/// <param name="Without">NDCG of the blend without it; 0 for the part the blend began with.</param>
/// <param name="With">NDCG with it.</param>
/// <param name="Kept">False: it brought too little, or no more than chance.</param>
public readonly record struct BlendStep(int Part, double Without, double With, bool Kept);
