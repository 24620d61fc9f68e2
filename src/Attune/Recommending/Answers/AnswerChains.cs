namespace Attune.Recommending.Answers;

/// <summary>The chains gone on with lately, by the id of their first answer.</summary>
/// <remarks>At most <see cref="Most"/>: of one that had to go, what its last answer knew is still kept with that answer.</remarks>
sealed class AnswerChains(TimeSpan window, TimeProvider clock)
{
    /// <summary>Most chains that are remembered.</summary>
    public const int Most = 20_000;

    readonly Lock _lock = new();
    readonly Dictionary<string, AnswerChain> _byFirst = [];
    readonly Queue<string> _order = new();

    /// <summary>The chain of a first answer; a new one where there is none yet.</summary>
    public AnswerChain Of(string first)
    {
        lock (_lock)
        {
            if (_byFirst.TryGetValue(first, out var chain))
            {
                return chain;
            }

            LetGo();
            _byFirst.Add(first, chain = new AnswerChain(window, clock));
            _order.Enqueue(first);
            return chain;
        }
    }

    void LetGo()
    {
        var since = clock.GetUtcNow() - window;

        // Two a call: as many go as come, and a call costs the same however many there are.
        for (var n = 0; n < 2 && _order.TryDequeue(out var oldest); n++)
        {
            if (_byFirst[oldest].Used < since || _byFirst.Count >= Most)
            {
                _byFirst.Remove(oldest);
            }
            else
            {
                _order.Enqueue(oldest);
            }
        }
    }
}
