namespace Attune.Tests.Fakes;

/// <summary>Waits for what another thread brings about.</summary>
static class Eventually
{
    public static async Task TrueAsync(Func<bool> condition, CancellationToken cancellation)
    {
        for (var tries = 0; !condition(); tries++)
        {
            Assert.True(tries < 20_000, "It did not come about within 20 seconds.");
            await Task.Delay(1, cancellation);
        }
    }
}
