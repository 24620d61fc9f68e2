using Attune.Server.Hosting;
using Attune.Server.Telemetry;

namespace Attune.Server.Tests.Telemetry;

public class OtlpExportTests
{
    [Fact]
    public void Nothing_is_sent_where_no_address_is_set() => Assert.Null(OtlpExport.Start(null, 1));

    [Theory]
    [InlineData("nonsense")]
    [InlineData("ftp://127.0.0.1")]
    public void An_address_that_is_none_is_a_fault_of_the_options(string address) =>
        Assert.Single(new ServerOptions { OtlpEndpoint = address }.Faults());

    [Fact]
    public void Options_say_every_fault_at_once() =>
        Assert.Equal(3, new ServerOptions { Port = 70_000, TracedShare = double.NaN, MostRequests = 0 }.Faults().Count());
}
