namespace Attune.Cluster;

/// <summary>Which servers stand behind the ports: a part of <c>attune.json</c>; a port that is not named stays on this machine.</summary>
public sealed record ClusterSettings
{
}
