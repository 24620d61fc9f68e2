using Attune.Embedded.Answers;
using Attune.Events;
using Attune.Recommending.Answers;
using BenchmarkDotNet.Attributes;

namespace Attune.Benchmarks;

/// <summary>Keeping an answer of 2.3 KB on the disk: what the request pays, and what the writer behind it does.</summary>
public class AnswerBenchmarks
{
    const int Answers = 1_000;

    static readonly ProfileKey User = ProfileKey.Of(new UserId("user-123456"));

    readonly string _data = Directory.CreateTempSubdirectory("attune-benchmarks-").FullName;
    readonly byte[] _answer = new byte[2_300];
    AnswerFiles _files = null!;
    ulong _next;

    [GlobalSetup]
    public void Setup()
    {
        new Random(1).NextBytes(_answer);
        _files = AnswerFiles.Open(_data, new AnswerFilesSettings { RetainBytes = 128 << 20 }, TimeProvider.System, null);
    }

    [GlobalCleanup]
    public async Task CleanupAsync()
    {
        await _files.DisposeAsync();
        Directory.Delete(_data, recursive: true);
    }

    // Room in the queue for all of the next.
    [IterationSetup(Target = nameof(Keep))]
    public void Drain() => Write();

    [Benchmark(Description = "take an answer to be kept", OperationsPerInvoke = Answers)]
    public void Keep()
    {
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
        for (var n = 0; n < Answers; n++)
        {
            _files.Keep(new AnswerKey(now, _next++), User, null, _answer);
        }
    }

    [Benchmark(Description = "take an answer and write it", OperationsPerInvoke = Answers)]
    public void KeepAndWrite()
    {
        Keep();
        Write();
    }

    // What is looked for in no file is looked for after what waits was written.
    void Write()
    {
        if (_files.FindAsync(new AnswerKey(0, 0), CancellationToken.None).AsTask().GetAwaiter().GetResult() is not null || _files.Dropped > 0)
        {
            throw new InvalidOperationException($"{_files.Dropped} answers were dropped: this measures something else.");
        }
    }
}
