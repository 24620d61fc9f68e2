using System.Diagnostics;
using System.Text;
using Attune.Server.Tests.Hosting;

namespace Attune.Server.Tests.Endpoints;

/// <summary>Seeded mutations of good requests: never a 5xx, never a hang, every error a problem.</summary>
public class FuzzTests(SharedServer shared)
{
    const int Seed = 20_261_120;

    static readonly TimeSpan Longest = TimeSpan.FromSeconds(20);

    static readonly (string Method, string Path, string? Body, string Type)[] Good =
    [
        ("POST", "/v1/events", """{"eventId":"z1","type":"view","userId":"u1","itemId":"i1","timestamp":"2026-01-02T03:04:05Z","value":1.5,"context":{"page":3}}""", "application/json"),
        ("POST", "/v1/events", """[{"type":"click","userId":"u1","itemId":"i1"},{"type":"purchase","sessionId":"s1","itemId":"i2","value":9.99}]""", "application/json"),
        ("POST", "/v1/events", "{\"type\":\"like\",\"userId\":\"u\",\"itemId\":\"i\"}\n{\"type\":\"custom:fold\",\"userId\":\"u\"}\n", "application/x-ndjson"),
        ("PUT", "/v1/items/i1", """{"name":"Lamp","price":19.5,"inStock":true,"tags":["a","b"],"launched":"2026-01-01T00:00:00Z"}""", "application/json"),
        ("PATCH", "/v1/items/i1", """{"price":7,"name":null}""", "application/json"),
        ("POST", "/v1/items", """[{"id":"i1","properties":{"price":1}},{"id":"i2","properties":{"tags":["x"]}}]""", "application/json"),
        ("GET", "/v1/items?count=5&from=i1", null, ""),
        ("GET", "/v1/users/u1/recommendations?count=5&filter=item.price%20%3C%20100%20%26%26%20%22a%22%20in%20item.tags&deadline=100&explain=true", null, ""),
        ("GET", "/v1/items/i1/recommendations?count=5&userId=u1&after=0-1", null, ""),
        ("POST", "/v1/recommendations", """{"userId":"u1","events":[{"type":"view","itemId":"i1","timestamp":"2026-01-02T03:04:05Z"}],"count":7,"filter":"item.inStock || item.price >= 3.5","exclude":["i9"],"explain":true}""", "application/json"),
        ("POST", "/v1/recommendations", """{"userId":"u1","cart":["i1","i2"],"relation":"complements","count":3}""", "application/json"),
        ("GET", "/v1/users/u1/recommendations?count=5&explain=true&without=0-1&without=0-2.1-7", null, ""),
        ("GET", "/v1/recommendations/0199b0c1d2e3f405162738495a6b7c8d", null, ""),
        ("POST", "/v1/recommendations/0199b0c1d2e3f405162738495a6b7c8d/next", """{"count":3}""", "application/json"),
        ("POST", "/v1/recommendations/0199b0c1d2e3f405162738495a6b7c8d/replay", null, ""),
        ("POST", "/v1/rerank", """{"userId":"u1","items":["i1","i2","i9"],"count":2,"filter":"item.price < 100","deadline":100}""", "application/json"),
        ("POST", "/v1/pages", """{"userId":"u1","order":"ranked","cart":["i1"],"rows":[{"name":"a","kind":"similar","itemId":"i1","count":3},{"name":"b","minimum":0,"fill":true,"filter":"item.price < 9"}]}""", "application/json"),
        ("GET", "/v1/search?q=lam%20pe&count=3&userId=u1&personal=50&filter=item.price%20%3C%20100", null, ""),
        ("GET", "/v1/items/i1/users?count=3&deadline=500", null, ""),
        ("GET", "/v1/users/u1/similar-users?count=3", null, ""),
        ("GET", "/v1/users/u1/values/tags?count=3&items=2&filter=item.price%20%3C%20100", null, ""),
        ("PUT", "/v1/scenarios/z1?version=0", """{"filter":"item.price < 9","boosts":[{"when":"item.inStock","factor":2}],"pins":[{"itemId":"i1","position":2}],"caps":[{"property":"name","most":2,"window":5}],"weights":{"taste":2},"rotation":{"after":3,"factor":0.5,"rest":24}}""", "application/json"),
        ("POST", "/v1/scenarios/z1/preview?questions=3", """{"count":5,"diversity":0.5,"filter":"item.inStock","shares":[{"when":"item.price > 3","least":0.2}]}""", "application/json"),
        ("POST", "/v1/scenarios/presets/music?replace=true", null, ""),
        ("GET", "/v1/trending?halfLife=1d&count=3&userId=u1", null, ""),
        ("GET", "/v1/users/u1/buy-again?count=3&filter=item.inStock", null, ""),
        ("POST", "/v1/query", """{"sql":"select type, count(*) from events group by type","rows":10,"timeout":2000}""", "application/json"),
        ("POST", "/v1/exports", """{"what":"examples","asOf":"2026-01-02T03:04:05Z","labelWindowSeconds":60,"rows":"auto","negatives":2,"seed":3}""", "application/json"),
        ("POST", "/v1/jobs", """{"kind":"none"}""", "application/json"),
        ("GET", "/v1/users/u1/profile", null, ""),
        ("GET", "/v1/users/u1/features?after=0-1&deadline=50", null, ""),
        ("POST", "/v1/features", """{"users":["u1"],"items":["i1","i9"],"after":"0-1","deadline":50}""", "application/json"),
        ("PUT", "/v1/users/u1/blocks", """{"items":["i1","i9"],"filters":["item.price > 5"]}""", "application/json"),
        ("GET", "/v1/users/u1/blocks", null, ""),
        ("POST", "/v1/keys", """{"scope":"nobody","label":"x"}""", "application/json"),
    ];

    static readonly string[] Oddities =
        ["\"", "{", "}", "[", "]", ",", ":", "null", "-1", "1e999", "NaN", "\\ud800", "\\u0000", "\0", "\u202e", "😀", "true", "''", "--", ";", "%", "%00", "%zz", "&&", "((((((", "9223372036854775808", "0x1", " ", "\n", "\r\n", "../", "?", "#", "=", "&count=1", "\\"];

    static int Rounds => Environment.GetEnvironmentVariable("ATTUNE_TEST_FULL") == "1" ? 20_000 : 1_500;

    [Fact]
    public async Task No_mutation_of_a_good_request_makes_the_server_fail()
    {
        var random = new Random(Seed);
        var statuses = new SortedDictionary<int, int>();
        for (var round = 0; round < Rounds; round++)
        {
            var (method, path, body, type) = Good[random.Next(Good.Length)];
            path = random.Next(body is null ? 1 : 4) == 0 ? Path(Mutate(random, path)) : path;
            body = body is null ? null : Mutate(random, body);
            var began = Stopwatch.GetTimestamp();

            Reply reply;
            try
            {
                reply = await shared.Server.SendAsync(method, path, body, type, ("Attune-Workspace", "fuzz"));
            }
            catch (Exception refused) when (refused is UriFormatException or InvalidOperationException)
            {
                // The client itself would not send it.
                continue;
            }

            var sent = $"Round {round}: {method} {path} {body}";
            Assert.True(reply.Status < 500, $"{sent} answered {reply.Status}: {reply.Text}");
            Assert.True(Stopwatch.GetElapsedTime(began) < Longest, $"{sent} took longer than {Longest}.");
            if (reply.Status >= 400 && reply.Text.Length > 0)
            {
                Assert.True(reply.Type == "application/problem+json", $"{sent} answered {reply.Status} as {reply.Type}.");
            }

            statuses[reply.Status] = statuses.GetValueOrDefault(reply.Status) + 1;
        }

        Assert.True(statuses.GetValueOrDefault(200) > Rounds / 100, $"Mutations were all refused: {string.Join(", ", statuses)}.");
        Assert.True(statuses.GetValueOrDefault(400) > Rounds / 10, $"Mutations were all taken: {string.Join(", ", statuses)}.");
    }

    static string Mutate(Random random, string text)
    {
        var mutated = new StringBuilder(text);
        for (var times = random.Next(1, 4); times > 0; times--)
        {
            var at = random.Next(mutated.Length + 1);
            var length = Math.Min(random.Next(1, 12), mutated.Length - at);
            switch (random.Next(6))
            {
                case 0:
                    mutated.Remove(at, length);
                    break;
                case 1:
                    mutated.Insert(at, Oddities[random.Next(Oddities.Length)]);
                    break;
                case 2:
                    mutated.Insert(at, mutated.ToString(at, length));
                    break;
                case 3:
                    mutated.Insert(at, new string((char)random.Next(32, 127), random.Next(1, 400)));
                    break;
                case 4 when at < mutated.Length:
                    mutated[at] = (char)random.Next(1, 0x250);
                    break;
                default:
                    mutated.Remove(at, length).Insert(at, Oddities[random.Next(Oddities.Length)]);
                    break;
            }
        }

        return mutated.ToString();
    }

    // What would make another request of it, or none, is written as it must be in an address.
    static string Path(string mutated)
    {
        var path = new StringBuilder("/");
        foreach (var letter in mutated.TrimStart('/'))
        {
            path.Append(letter is > ' ' and < (char)127 and not '#' and not '\\' ? letter.ToString() : Uri.EscapeDataString(letter.ToString()));
        }

        return path.ToString();
    }
}
