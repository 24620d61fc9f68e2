using System.Globalization;
using System.Text;
using Attune.Events;
using Attune.Profiles;
using BenchmarkDotNet.Attributes;

namespace Attune.Benchmarks;

/// <summary>What one event costs before and after the log.</summary>
public class EventBenchmarks
{
    static readonly EventTime Now = new(1_760_000_000_000_000);

    readonly byte[] _one = Encoding.UTF8.GetBytes(Json(1));
    readonly byte[] _batch = Encoding.UTF8.GetBytes("[" + string.Join(',', Enumerable.Range(0, 1_000).Select(Json)) + "]");
    readonly ProfileFold _fold = new(new EventWeights(), new ProfileSettings());
    readonly UserEvent _event = new()
    {
        EventId = "e",
        Type = EventType.View,
        User = new UserId("u1"),
        Item = new ItemId("i1"),
        Time = Now,
    };

    Profile _full = Profile.Empty;
    byte[] _stored = [];

    [GlobalSetup]
    public void Setup()
    {
        for (var number = 0; number < 100; number++)
        {
            _full = _fold.Fold(_full, _event, number, 0, number);
        }

        _stored = ProfileCodec.Encode(_full);
    }

    [Benchmark(Description = "read one event")]
    public ParsedRow Read() => EventReader.Read(_one, Now, () => "e");

    [Benchmark(Description = "read a body of 1 000 events")]
    public EventBody ReadBatch() => EventBody.Read(_batch, "application/json", Now, () => "e");

    [Benchmark(Description = "fold an event into a full profile")]
    public Profile Fold() => _fold.Fold(_full, _event, 7, 0, 100);

    [Benchmark(Description = "decode a full profile")]
    public Profile Decode() => ProfileCodec.Decode(_stored);

    static string Json(int number) => string.Create(
        CultureInfo.InvariantCulture,
        $$"""{"eventId":"e-{{number}}","type":"view","userId":"u{{number}}","itemId":"i{{number}}","timestamp":"2025-10-09T08:53:20.000Z"}""");
}
