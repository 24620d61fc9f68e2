using Attune.Catalog;
using Attune.Embedded.Hosting;
using Attune.Events;
using Attune.Operating;
using Attune.Recommending;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Attune.Embedded.Tests.Hosting;

public sealed class AttuneServicesTests : IDisposable
{
    readonly TemporaryFolder _folder = new();

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_application_gives_events_and_gets_lists_and_finds_all_again_after_a_restart()
    {
        using (var first = Application())
        {
            await first.StartAsync(Cancellation);
            var engine = first.Services.GetRequiredService<AttuneEngine>();
            await engine.WriteItemsAsync([PropertyWrite.Put("lamp", """{"price":20}"""), PropertyWrite.Put("chair", "{}")], Cancellation);
            var taken = await engine.TakeAsync(new AttuneEvent { Type = "view", User = "ann", Item = "lamp", Id = "once" }, Cancellation);

            var token = Assert.IsType<IngestOutcome.Answered>(taken).Token;
            var answered = await engine.RecommendAsync(new() { User = new UserId("bob"), After = token, Deadline = TimeSpan.FromSeconds(5) }, Cancellation);
            Assert.Contains(Assert.IsType<RecommendOutcome.Answered>(answered).Recommendation.Items, item => item.Item.Value == "lamp");
            await first.StopAsync(Cancellation);
            Assert.Throws<InvalidOperationException>(() => engine.Workspace);
        }

        using var second = Application();
        await second.StartAsync(Cancellation);
        var again = second.Services.GetRequiredService<AttuneEngine>();
        var sent = Assert.IsType<IngestOutcome.Answered>(await again.TakeAsync(new AttuneEvent { Type = "view", User = "ann", Item = "lamp", Id = "once" }, Cancellation));

        Assert.IsType<EventVerdict.Duplicate>(Assert.Single(sent.Verdicts));
        Assert.Equal("""{"price":20}""", again.FindItem("lamp"));
        Assert.Null(again.FindItem("table"));
        await second.StopAsync(Cancellation);
    }

    [Fact]
    public async Task A_bad_event_is_refused_by_field_and_the_others_are_taken()
    {
        using var application = Application();
        await application.StartAsync(Cancellation);

        var outcome = await application.Services.GetRequiredService<AttuneEngine>().TakeAsync(
            [
                new() { Type = "vieww", User = "ann", Item = "lamp" },
                new() { Type = "rating", User = "ann", Item = "lamp", Value = double.NaN },
                new() { Type = "view", User = "ann", Item = "lamp" },
            ],
            Cancellation);

        var verdicts = Assert.IsType<IngestOutcome.Answered>(outcome).Verdicts;
        Assert.Equal("type", Assert.IsType<EventVerdict.Refused>(verdicts[0]).Refusal.Field);
        Assert.Equal("value", Assert.IsType<EventVerdict.Refused>(verdicts[1]).Refusal.Field);
        Assert.IsType<EventVerdict.Accepted>(verdicts[2]);
        await application.StopAsync(Cancellation);
    }

    [Fact]
    public async Task A_directory_that_is_held_is_said_to_be_and_is_free_after_the_end()
    {
        using var held = DataDirectory.Open(_folder.Path);
        using var application = Application();

        var refused = await Assert.ThrowsAsync<DataDirectoryInUseException>(() => application.StartAsync(Cancellation));
        Assert.Contains(_folder.Path, refused.Message, StringComparison.Ordinal);

        held.Dispose();
        using var later = Application();
        await later.StartAsync(Cancellation);
        await later.StopAsync(Cancellation);
        DataDirectory.Open(_folder.Path).Dispose();
    }

    [Fact]
    public void Settings_out_of_range_are_all_named_before_anything_starts()
    {
        var refused = Assert.Throws<ArgumentException>(() => new ServiceCollection().AddAttune(options =>
        {
            options.Workspace = "My Shop";
            options.Engine = new EngineSettings { DuplicateWindow = 0 };
        }));

        Assert.Contains("workspace is 'My Shop'", refused.Message, StringComparison.Ordinal);
        Assert.Contains("duplicateWindow is 0", refused.Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => new ServiceCollection().AddAttune().AddAttune());
    }

    public void Dispose() => _folder.Dispose();

    IHost Application()
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddAttune(options => options.Directory = _folder.Path);
        return builder.Build();
    }
}
