using System.Globalization;

namespace Attune.Load.Clusters;

/// <summary>Whether everything acknowledged is held once, everywhere.</summary>
static class Verdict
{
    public static async Task<Measurement> OfAsync(Rig rig, CancellationToken cancellation)
    {
        var (lost, twice, miscounted, users) = await rig.Ledger.CompareAsync(rig.Patient, cancellation);
        return new(
            string.Create(CultureInfo.InvariantCulture, $"of {rig.Ledger.Count:n0} events acknowledged: lost, twice in the history; profiles of {users:n0} users that count otherwise than the history"),
            string.Create(CultureInfo.InvariantCulture, $"{lost}, {twice}; {miscounted}"), "0, 0; 0", lost + twice + miscounted == 0);
    }
}
