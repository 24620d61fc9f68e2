namespace Attune.Peers.Training;

/// <summary>A peer's training of gowalla from memory, measured beforehand on the same kind of machine: <c>../shared/data/peers.md</c>.</summary>
/// <param name="Name">Whose, with its settings.</param>
/// <param name="Factors">Numbers a vector has.</param>
/// <param name="Threads">Threads.</param>
/// <param name="Seconds">On the clock.</param>
/// <param name="CpuSeconds">Of all threads.</param>
/// <param name="Recall">Recall@20 by the published protocol.</param>
/// <param name="Ndcg">NDCG@20.</param>
sealed record PublishedTraining(string Name, int Factors, int Threads, double Seconds, double CpuSeconds, double Recall, double Ndcg)
{
    const string Irspack = "irspack, conjugate gradient, 16 sweeps of 3 steps";

    /// <summary>The fastest peer at each size and number of threads.</summary>
    public static IReadOnlyList<PublishedTraining> Fastest { get; } =
    [
        new(Irspack, 64, 1, 2.71, 2.71, .1500, .1256),
        new(Irspack, 64, 2, 1.45, 2.8, .1500, .1256),
        new(Irspack, 128, 1, 6.63, 6.63, .1637, .1349),
        new(Irspack, 128, 2, 3.41, 6.6, .1637, .1349),
    ];

    /// <summary>The fastest peer at these threads, of the size asked for or, where no peer went there, of its largest.</summary>
    public static PublishedTraining? For(int factors, int threads) => Fastest
        .Where(peer => peer.Threads == threads && peer.Factors <= factors)
        .MaxBy(peer => peer.Factors);
}
