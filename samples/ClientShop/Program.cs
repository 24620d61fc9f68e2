// A shop that asks a server, and goes on without it: events wait, are sent again and count once; the page falls back.

using Attune.Client;
using ClientShop;
using ShopFront;

var builder = WebApplication.CreateBuilder(args);
var settings = builder.Configuration.Get<ShopSettings>() ?? new();
builder.Services.AddSingleton(settings).AddSingleton<Lists>();
using var http = new HttpClient { BaseAddress = settings.Attune };

// A page does not wait for a server that is slow or away: one try, and then the shop's own list.
builder.Services.AddSingleton(new AttuneClient(http, new() { Key = settings.Key, Tries = 1, TryTimeout = settings.Patience }));

// Events have time: they are gathered and tried again until the server has them.
builder.Services.AddSingleton(_ => new EventSender(
    new AttuneClient(http, new() { Key = settings.Key }), new() { Capacity = settings.Capacity, Pause = settings.Pause }));
builder.Services.AddHostedService<Filling>();

var shop = builder.Build();
shop.MapGet("/", Page.Show);
shop.MapGet("/products", () => Goods.All.Select(product => new { product.Id, product.Name, product.Price }));
shop.MapPost("/products/{id}/{type}", Shop.HappenedAsync);
shop.MapGet("/for/{user}", Shop.ForAsync);
shop.MapGet("/sending", Shop.Sending);

var sender = shop.Services.GetRequiredService<EventSender>();
await shop.RunAsync();
Console.WriteLine($"{sender.Sent} events sent, {sender.Refused} refused, {sender.Dropped} lost.");
