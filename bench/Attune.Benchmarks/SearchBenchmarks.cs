using System.Text;
using Attune.Catalog;
using Attune.Learning.Factors;
using Attune.Recommending.Candidates;
using Attune.Searching;
using BenchmarkDotNet.Attributes;

namespace Attune.Benchmarks;

/// <summary>A search over 100 000 items of 18 words, of 20 000 different ones; a tenth of the words make half of the texts.</summary>
public class SearchBenchmarks
{
    const int Items = 100_000;

    readonly Random _random = new(1);
    readonly WordIndex _index = new();
    readonly AllowedItems _allowed = new();
    readonly ScoredItem[] _best = new ScoredItem[200];
    readonly ItemWords _room = new(new SearchSettings());
    string[] _words = [];
    byte[][] _texts = [];
    string[] _typed = [];
    int _next;

    [GlobalSetup]
    public void Setup()
    {
        _words = [.. Enumerable.Range(0, 20_000).Select(_ => string.Concat(Enumerable.Range(0, _random.Next(4, 10)).Select(_ => (char)('a' + _random.Next(26)))))];
        _texts = [.. Enumerable.Range(0, Items).Select(_ => Text())];
        _index.Put([.. Enumerable.Range(0, Items)], Read, _room);
        _typed = [.. Enumerable.Range(0, 1_000).Select(_ => Word())];
        var all = new ItemSet(Items);
        for (var item = 0; item < Items; item++)
        {
            all.Add(item);
        }

        _allowed.Set(all);
    }

    [Benchmark(Description = "two words")]
    public int Two() => Find($"{Typed()} {Typed()} ");

    [Benchmark(Description = "a word and a beginning")]
    public int Beginning() => Find($"{Typed()} {Typed()[..3]}");

    [Benchmark(Description = "a word mistyped")]
    public int Mistyped() => Find($"{Typed()}qx ");

    [Benchmark(Description = "an item written anew")]
    public void Write()
    {
        var item = _next++ % Items;
        _texts[item] = Text();
        _index.Put([item], Read, _room);
    }

    int Find(string text) => TextScores.OfThread.Find(TextQuery.Of(text, _index.View.Words), _index.View, _allowed, _best).Length;

    void Read(int item, ItemWords room) => room.Read(_texts[item]);

    string Typed() => _typed[_next++ % _typed.Length];

    string Word() => _words[(int)(Math.Pow(_random.NextDouble(), 3) * _words.Length)];

    byte[] Text()
    {
        var description = string.Join(' ', Enumerable.Range(0, 15).Select(_ => Word()));
        return Encoding.UTF8.GetBytes($$"""{"name":"{{Word()}} {{Word()}} {{Word()}}","description":"{{description}}"}""");
    }
}
