// What somebody writes who has nothing of Attune but its packages. Its argument is the address of a server.

using Attune.Client;
using Attune.Client.Wire;
using Attune.Embedded.Hosting;
using Attune.Events;
using Attune.Learning.Matrices;
using Attune.Recommending;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

Console.WriteLine($"inside: {string.Join(' ', await InsideAsync())}");
Console.WriteLine($"asked: {string.Join(' ', await AskAsync(args[0]))}");
Console.WriteLine($"learned: {SparseMatrix.FromTriples(1, 1, [0], [0], [1f]).Columns}");

static async Task<IEnumerable<string>> InsideAsync()
{
    var builder = Host.CreateApplicationBuilder();
    builder.Services.AddAttune(options => options.Directory = "data");
    using var application = builder.Build();
    await application.StartAsync();

    var engine = application.Services.GetRequiredService<AttuneEngine>();
    if (await engine.TakeAsync(new AttuneEvent { Type = "view", User = "ann", Item = "tent" }) is not IngestOutcome.Answered(_, var token))
    {
        return [];
    }

    // On the disk from here on, and known to whatever is asked after the token.
    var outcome = await engine.RecommendAsync(new() { User = new UserId("bob"), After = token, Deadline = TimeSpan.FromSeconds(1) });
    await application.StopAsync();
    return outcome is RecommendOutcome.Answered(var answer) ? answer.Items.Select(item => item.Item.Value) : [];
}

static async Task<IEnumerable<string>> AskAsync(string address)
{
    using var http = new HttpClient { BaseAddress = new Uri(address) };
    var client = new AttuneClient(http);
    await using (var sender = new EventSender(client))
    {
        sender.Send(new EventRow { Type = "view", UserId = "ann", ItemId = "lamp" });
    }

    var sent = await client.SendEventAsync(new EventRow { Type = "cart", UserId = "ann", ItemId = "lamp" });
    var answer = await client.RecommendAsync(new RecommendationQuestion { UserId = "bob", After = sent.Token, Deadline = 5_000 });
    return answer.Items.Select(item => item.Id);
}
