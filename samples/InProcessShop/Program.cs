// A shop that runs the whole engine in its own process: no server, no network, one data directory.

using InProcessShop;
using ShopFront;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddAttune(options => options.Directory = builder.Configuration["Data"] ?? "shop-data");
builder.Services.AddHostedService<Filling>();

var shop = builder.Build();
shop.MapGet("/", Page.Show);
shop.MapGet("/products", () => Goods.All.Select(product => new { product.Id, product.Name, product.Price }));
shop.MapPut("/products/{id}", Shop.PutAsync);
shop.MapPost("/products/{id}/{type}", Shop.HappenedAsync);
shop.MapGet("/for/{user}", Shop.ForAsync);
await shop.RunAsync();
