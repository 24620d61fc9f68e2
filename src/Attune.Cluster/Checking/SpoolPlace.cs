using Attune.Cluster.Spool;

namespace Attune.Cluster.Checking;

/// <summary>How far a node's spool has been moved to Kafka.</summary>
public static class SpoolPlace
{
    /// <summary>The offset kept in a file; 0 where there is none.</summary>
    /// <exception cref="InvalidDataException">The file holds something else.</exception>
    public static long Read(string file) => new SpoolPosition(file).Read();
}
