using System.Collections.Concurrent;
using Attune.Learning.Evaluation;
using Attune.Learning.Splits;

namespace Attune.Learning.Sessions;

/// <summary>The session index as a model: an item's score is what the sessions most like the history say of it.</summary>
/// <param name="index">Not written to while it is asked here, so that figures repeat.</param>
/// <param name="items">How many items there are.</param>
/// <param name="settings">How neighbours are found and counted; null for the defaults.</param>
/// <param name="name">In tables.</param>
public sealed class SessionScorer(SessionIndex index, int items, SessionKnnSettings? settings = null, string name = "sessions") : IScorer
{
    readonly SessionKnnSettings _settings = settings ?? new SessionKnnSettings();
    readonly ConcurrentBag<SessionSearch> _idle = [];

    /// <inheritdoc/>
    public string Name => name;

    /// <inheritdoc/>
    public int Items => items;

    /// <inheritdoc/>
    public void Score(History history, Span<float> scores)
    {
        var search = _idle.TryTake(out var idle) ? idle : new SessionSearch(_settings, index.Settings.Length);
        scores.Fill(float.NegativeInfinity);
        foreach (var found in search.Ask(index, history.Items))
        {
            scores[found.Item] = found.Score;
        }

        _idle.Add(search);
    }
}
