using Attune.Learning.Splits;
using Attune.Peers.Neighbors;

namespace Attune.Peers.Training;

/// <summary>The data peers' trainings were measured on, where it is on this machine.</summary>
static class Gowalla
{
    const string Folder = "../shared/data/gowalla";

    /// <summary>The published split.</summary>
    public static DataSplit Read()
    {
        var (train, test) = UserLines.Read($"{Folder}/train.txt.gz", $"{Folder}/test.txt.gz");
        return PublishedSplit.From(train, test);
    }
}
