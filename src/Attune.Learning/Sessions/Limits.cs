namespace Attune.Learning.Sessions;

/// <summary>Refuses settings that are out of range, NaN among them.</summary>
static class Limits
{
    internal static void Check(double value, double least, double most, string name)
    {
        if (!(value >= least && value <= most))
        {
            throw new ArgumentOutOfRangeException(name, value, $"{name} must be from {least} to {most}.");
        }
    }
}
